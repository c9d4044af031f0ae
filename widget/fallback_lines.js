// Shown when no answer comes at all. Only lines with a confirmed number; "open" only where day and night is confirmed.

export const fallbackLines = [
  {
    id: "emergency_112",
    name: "Noodnummer",
    phone: "112",
    open_now: true,
    what_happens: "Bij gevaar nu, of als iemand gewond is. Er komt meteen hulp.",
  },
  {
    id: "child_focus",
    name: "Child Focus",
    phone: "116 000",
    open_now: true,
    what_happens: "Voor beelden, chantage en contact dat niet goed voelt. Dag en nacht, gratis.",
  },
  {
    id: "zelfmoordlijn",
    name: "Zelfmoordlijn",
    phone: "1813",
    open_now: true,
    what_happens: "Als je aan zelfdoding denkt, of bang bent om iemand. Dag en nacht, gratis.",
  },
  {
    id: "awel",
    name: "Awel",
    phone: "102",
    open_now: null,
    hours_note: "Kijk op awel.be voor de uren.",
    what_happens: "Voor kinderen en jongeren, over alles. Iemand luistert. Gratis, zonder naam.",
  },
];

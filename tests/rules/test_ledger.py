"""The ledger: states, corrections, acts, what-ifs, the asked-twice guard and the way through JSON."""

import json

import pytest

from houvast.rules.ledger import Ledger


def tell(ledger: Ledger, fact, value, turn=0, source="told", **kwargs):
    return ledger.tell(fact, value, words="…", turn=turn, source=source, **kwargs)


def test_the_four_states_are_different_answers():
    ledger = Ledger()
    tell(ledger, "asker_age", 15)
    ledger.dont_know("other_age")
    ledger.withhold("impaired")
    assert [ledger.state(f) for f in ("asker_age", "other_age", "impaired", "relation")] == [
        "told", "unknown", "withheld", "not_asked"]
    assert ledger.told() == {"asker_age": 15, "other_age": "unknown", "impaired": "withheld"}


def test_a_correction_returns_the_old_value_and_a_repetition_does_not():
    ledger = Ledger()
    assert tell(ledger, "asker_age", 15) is None
    assert tell(ledger, "asker_age", 15, turn=1) is None
    assert tell(ledger, "asker_age", 16, turn=2) == 15
    assert ledger.value("asker_age") == 16


def test_an_answer_after_dont_know_is_no_correction():
    ledger = Ledger()
    ledger.dont_know("asker_age")
    assert tell(ledger, "asker_age", 16) is None
    assert ledger.state("asker_age") == "told"


def test_a_correction_withdraws_what_was_concluded_from_the_old_value():
    ledger = Ledger()
    tell(ledger, "relation", "ex")
    tell(ledger, "consent_kept", False, source="inferred", concluded_from=["relation"])
    tell(ledger, "cohabits", False, source="inferred", concluded_from=["consent_kept"])
    tell(ledger, "relation", "partner", turn=3)
    assert ledger.told() == {"relation": "partner"}


def test_what_is_inferred_never_replaces_what_was_said():
    ledger = Ledger()
    tell(ledger, "asker_age", 15)
    ledger.withhold("impaired")
    tell(ledger, "asker_age", 17, source="inferred")
    tell(ledger, "impaired", True, source="inferred")
    assert ledger.told() == {"asker_age": 15, "impaired": "withheld"}


def test_withholding_forgets_the_value():
    ledger = Ledger()
    tell(ledger, "asker_age", 15)
    ledger.withhold("asker_age")
    assert ledger.value("asker_age") is None
    assert "15" not in json.dumps(ledger.to_json())


def test_acts_accumulate_without_duplicates_and_the_more_precise_one_wins():
    ledger = Ledger()
    tell(ledger, "act", "post")
    tell(ledger, "act", [{"by": "sharer", "act": "post"}, {"by": "asker", "act": "send"}])
    tell(ledger, "act", "send")
    tell(ledger, "act", {"by": "sharer", "act": "post"})
    assert ledger.told()["act"] == [{"by": "sharer", "act": "post"}, {"by": "asker", "act": "send"}]


def test_what_ifs_stack_and_never_change_what_was_told():
    ledger = Ledger()
    tell(ledger, "asker_age", 15)
    before = ledger.told()
    ledger.lay({"asker_age": 16})
    ledger.lay({"other_age": 19})
    assert ledger.with_what_ifs() == {"asker_age": 15, "what_if": [{"asker_age": 16}, {"other_age": 19}]}
    assert ledger.told() == before
    ledger.drop_what_ifs()
    assert ledger.with_what_ifs() == before


def test_nothing_handed_out_is_a_door_into_the_ledger():
    ledger = Ledger()
    tell(ledger, "act", "send")
    ledger.lay({"depicted_age_made": {"min": 14, "max": 15}})
    ledger.told()["act"].append({"act": "post"})
    ledger.what_ifs[0]["depicted_age_made"]["min"] = 3
    ledger.to_json()["acts"].append({"act": "post"})
    assert ledger.told()["act"] == [{"act": "send"}]
    assert ledger.what_ifs == [{"depicted_age_made": {"min": 14, "max": 15}}]


def test_never_asked_a_third_time_and_never_after_an_answer():
    ledger = Ledger()
    assert ledger.may_ask("relation")
    ledger.note_asked("relation")
    assert ledger.may_ask("relation")
    ledger.note_asked("relation")
    assert (ledger.times_asked("relation"), ledger.may_ask("relation")) == (2, False)
    ledger.withhold("asker_age")
    assert not ledger.may_ask("asker_age")
    assert ledger.asked == {"relation"}


def test_through_json_and_back():
    ledger = Ledger()
    tell(ledger, "asker_age", {"min": 14, "max": 15}, sure=False, concluded_from=["school_year"])
    tell(ledger, "act", {"by": "asker", "act": "send"})
    ledger.dont_know("other_age", "geen idee", 3)
    ledger.note_asked("other_age")
    ledger.lay({"other_age": 19})
    copy = Ledger.from_json(json.loads(json.dumps(ledger.to_json())))
    assert copy == ledger
    assert Ledger.from_json(None) == Ledger.from_json({}) == Ledger()


def test_another_format_is_refused():
    with pytest.raises(ValueError, match="start the conversation over"):
        Ledger.from_json({"format": 99})

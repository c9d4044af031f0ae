"""The gateway: the only public process, the way in and out for every message.

It mints sessions, watches every message with the safety net, keeps limits, lets only buttons that were sent come back
as payloads, redacts, asks the assistant, and keeps the redacted transcript. When the assistant is slow or gone it
answers with the help lines. It never stores or logs a message as it was typed, and never decides what the law says.
"""

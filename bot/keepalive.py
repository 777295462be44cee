"""What both ends of a connection to PostgreSQL are told, so that neither waits for a network that was cut.

That says nothing to anybody: by themselves, whoever waits for an answer waits for a quarter of an hour, whoever listens for hours, and
a server keeps what a client that is gone has locked, and its connection, for as long.
"""

__all__ = ["CLIENT", "SERVER"]

_IDLE_S, _BETWEEN_S, _TIMES, _SILENT_MS = 10, 5, 3, 20_000

CLIENT = {
    "keepalives_idle": _IDLE_S,
    "keepalives_interval": _BETWEEN_S,
    "keepalives_count": _TIMES,
    "tcp_user_timeout": _SILENT_MS,
}
"""For this end, as parameters of a connection (PostgreSQL's manual, 32.1.2)."""

SERVER = "; ".join(
    f"SET {name} = {value}"
    for name, value in {
        "tcp_keepalives_idle": _IDLE_S,
        "tcp_keepalives_interval": _BETWEEN_S,
        "tcp_keepalives_count": _TIMES,
        "tcp_user_timeout": _SILENT_MS,
        # A client that is not heard of in the middle of a transaction gives up what it has locked: others may be waiting for it.
        "idle_in_transaction_session_timeout": _SILENT_MS,
    }.items()
)
"""For the other end, as statements (19.3.2 and 19.11.1)."""

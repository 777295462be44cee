"""A database that does not do what is wanted of it, in a file or on a server."""

from pathlib import Path

from sqlalchemy import create_engine

from bot.database_urls import url_of

__all__ = ["do", "let", "refuse"]


def do(where: Path | str, *statements: str) -> None:
    """Do something in a database, in one transaction, whoever else has it open."""
    engine = create_engine(url_of(where))
    with engine.begin() as connection:
        for statement in statements:
            # Nothing in it stands for a value: PostgreSQL's driver is told so by doubling.
            connection.exec_driver_sql(statement if engine.name == "sqlite" else statement.replace("%", "%%"))
    engine.dispose()


def refuse(where: Path | str, what: str, condition: str = "") -> None:
    """From now on let a database refuse something: "the disk is full".

    Args:
        where: Which one.
        what: As "UPDATE ON sources"; one such thing at a time.
        condition: Of which rows, as "NEW.url = 'x'"; of all if not given.
    """
    when = f"WHEN ({condition})" if condition else ""
    if url_of(where).get_backend_name() == "sqlite":
        do(where, f"CREATE TRIGGER refuse BEFORE {what} {when} BEGIN SELECT RAISE(ABORT, 'the disk is full'); END")
        return
    body = "BEGIN RAISE EXCEPTION 'the disk is full'; END"
    do(
        where,
        f"CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$",
        f"CREATE TRIGGER refuse BEFORE {what} FOR EACH ROW {when} EXECUTE FUNCTION refuse()",
    )


def let(where: Path | str, what: str) -> None:
    """Let it do again what it refused."""
    is_file = url_of(where).get_backend_name() == "sqlite"
    table = what.partition(" ON ")[2]
    do(where, *(("DROP TRIGGER refuse",) if is_file else (f"DROP TRIGGER refuse ON {table}", "DROP FUNCTION refuse()")))

"""What a PostgreSQL server refuses or does not get over, in words with a way out."""

import asyncio
import socket
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.errors import StoreError
from bot.store.database import Database
from tests.shell.databases import COUNT, SUBSCRIBE, done, execute, failure, scalar
from tests.shell.postgres import PASSWORD, Server


def refuse(server: socket.socket, words: str) -> None:
    """Be a PostgreSQL that lets nobody in, and says why (its manual, 54.7: ErrorResponse)."""
    connection, _ = server.accept()
    with connection:
        connection.recv(1_000)
        fields = f"SFATAL\0VFATAL\0C57P03\0M{words}\0\0".encode()
        connection.sendall(b"E" + (len(fields) + 4).to_bytes(4, "big") + fields)


def test_a_server_that_can_not_be_reached_is_said_in_words_without_the_password() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    error = failure(f"postgresql://bot:{PASSWORD}@127.0.0.1:{port}/news")
    assert f"the database news at 127.0.0.1:{port} can't be used: the server can't be reached" in str(error)
    assert "check that it runs" in str(error)
    assert PASSWORD not in str(error)
    assert not error.permanent


@pytest.mark.parametrize(
    "said", ["is starting up", "is shutting down", "is in recovery mode", "is not yet accepting connections"]
)
def test_a_server_that_is_just_being_started_is_worth_waiting_for(said: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        answering = threading.Thread(target=refuse, args=(server, f"the database system {said}"))
        answering.start()
        port = server.getsockname()[1]
        error = failure(f"postgresql://bot@127.0.0.1:{port}/news?sslmode=disable&gssencmode=disable")
        answering.join()
    assert "the server is being stopped or started" in str(error)
    assert not error.permanent


@pytest.mark.parametrize(
    ("said", "what", "is_permanent"),
    [
        ('too many connections for role "bot"', "it has no connection left", False),
        ('too many connections for database "news"', "it has no connection left", False),
        ("sorry, too many clients already", "it has no connection left", False),
        (
            "remaining connection slots are reserved for roles with the SUPERUSER attribute",
            "it has no connection left",
            False,
        ),
        (
            "remaining connection slots are reserved for non-replication superuser connections",
            "it has no connection left",
            False,
        ),
        (
            'no pg_hba.conf entry for host "10.0.0.2", user "bot", database "news", no encryption',
            "lets nobody in from this machine",
            True,
        ),
        (
            'pg_hba.conf rejects connection for host "10.0.0.2", user "bot", database "news", no encryption',
            "let it in, in the server's pg_hba.conf",
            True,
        ),
        ('password authentication failed for user "too many"', "the user or the password is wrong", True),
        ('role "the database" does not exist', "the user or the password is wrong", True),
        ('role "bot" is not permitted to log in', "the user or the password is wrong", True),
        ('permission denied for database "news"', "its user may not do that", True),
        ('database "role" does not exist', "make it, with createdb", True),
        ('database "news" is not currently accepting connections', "is closed to everybody just now", False),
        ("out of luck", "the server refuses the connection", False),
    ],
)
def test_what_a_server_says_that_lets_nobody_in_is_told_by_how_it_begins(
    said: str, what: str, *, is_permanent: bool
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        answering = threading.Thread(target=refuse, args=(server, said))
        answering.start()
        port = server.getsockname()[1]
        error = failure(f"postgresql://bot@127.0.0.1:{port}/news?sslmode=disable&gssencmode=disable")
        answering.join()
    assert what in str(error)
    assert error.permanent is is_permanent


def test_encryption_that_is_asked_for_and_not_offered_is_told_from_a_server_that_is_not_there() -> None:
    def offer_none(server: socket.socket) -> None:
        connection, _ = server.accept()
        with connection:
            connection.recv(1_000)
            connection.sendall(b"N")

    with socket.create_server(("127.0.0.1", 0)) as server:
        answering = threading.Thread(target=offer_none, args=(server,))
        answering.start()
        port = server.getsockname()[1]
        error = failure(f"postgresql://bot@127.0.0.1:{port}/news?sslmode=require&gssencmode=disable")
        answering.join()
    assert "do not agree on encryption" in str(error)
    assert error.permanent


def raised(code: str) -> Callable[[Database], Awaitable[object]]:
    """Let a server meet an error of a code (Appendix A of PostgreSQL's manual)."""
    return execute(f"DO $$ BEGIN RAISE EXCEPTION 'so it is' USING ERRCODE = '{code}'; END $$")


def told(where: Path | str, step: Callable[[Database], Awaitable[object]]) -> StoreError:
    """What is said of a step in a database, whatever is in it."""

    async def run() -> StoreError:
        database = Database(where)
        try:
            with pytest.raises(StoreError) as caught:
                await step(database)
            return caught.value
        finally:
            await database.close()

    return asyncio.run(run())


@pytest.mark.parametrize(
    ("code", "what", "way_out"),
    [
        ("08006", "the server can't be reached", "check that it runs"),
        ("25006", "it may only be read", "if it stays so, name the primary server"),
        ("25P03", "ended what stood still in the middle of a transaction", "do it again"),
        ("25P04", "ended what took too long", "raise the server's transaction_timeout"),
        ("40001", "others changed the same at the same time", "do it again"),
        ("40P01", "others changed the same at the same time", "do it again"),
        ("53000", "has run out of something", "see in its log of what"),
        ("53100", "its disk is full", "make room"),
        ("53200", "has too little memory", "give it more"),
        ("53300", "has no connection left", "raise max_connections"),
        ("55P03", "another process keeps it locked", "wait until it is done"),
        ("57014", "ended what took too long, or was told to", "raise the server's statement_timeout"),
        ("57P01", "is being stopped or started", "wait until it runs"),
        ("57P02", "is being stopped or started", "wait until it runs"),
        ("58030", "its disk can't be read or written", "check the server's disk"),
    ],
)
def test_what_a_server_may_get_over_is_said_in_words_with_a_way_out_and_passes(
    postgres: Server, code: str, what: str, way_out: str
) -> None:
    error = told(postgres.url("postgres"), raised(code))
    assert f"{what} (so it is" in str(error)
    assert way_out in str(error)
    assert "check that it is a database of Pullquote" not in str(error)
    assert (error.permanent, error.is_of_data) == (False, False)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("28P01", "the user or the password is wrong"),
        ("42P01", "check that it is a database of Pullquote"),
        ("42501", "make the user the owner of the database"),
        ("57P04", "there is no database of this name any more"),
        ("XX000", "has met a fault of its own"),
        ("XX001", "restore the last backup"),
        ("XX002", "make it anew, with reindexdb"),
    ],
)
def test_what_a_server_does_not_get_over_stays_so(postgres: Server, code: str, words: str) -> None:
    error = told(postgres.url("postgres"), raised(code))
    assert words in str(error)
    assert (error.permanent, error.is_of_data) == (True, False)


def test_what_a_database_does_not_take_is_told_from_a_database_that_can_not_be_used(where: Path | str) -> None:
    refused = failure(where, execute(SUBSCRIBE), execute(SUBSCRIBE))
    assert "it does not take what was to be written" in str(refused)
    assert "it is a mistake of Pullquote" in str(refused)
    assert (refused.permanent, refused.is_of_data) == (True, True)
    is_gone = failure(where, execute("DELETE FROM nothing_of_this_name"))
    assert "check that it is a database of Pullquote" in str(is_gone)
    assert (is_gone.permanent, is_gone.is_of_data) == (True, False)


def test_what_the_driver_does_not_even_send_is_of_what_was_to_be_written(postgres: Server) -> None:
    zero = text("SELECT CAST(:words AS varchar)")
    error = told(
        postgres.url("postgres"),
        lambda database: database.write(lambda connection: connection.execute(zero, {"words": "\0"})),
    )
    assert error.is_of_data


def test_a_wrong_password_and_a_database_that_is_not_there_are_said_in_words(postgres: Server) -> None:
    error = failure(postgres.url("postgres", "wr0ng-of-dorn"))
    assert "the user or the password is wrong" in str(error)
    assert "wr0ng-of-dorn" not in str(error)
    assert error.permanent
    error = failure(postgres.url("nowhere"))
    assert "there is no database of this name" in str(error)
    assert PASSWORD not in str(error)


def test_a_database_that_may_only_be_read_is_said_in_words(postgres: Server) -> None:
    with postgres.database() as url:
        done(url, execute(SUBSCRIBE))
        read_only = f"{url}&options=-c%20default_transaction_read_only%3Don"
        assert "it may only be read" in str(failure(read_only, execute("DELETE FROM subscriptions")))
        assert done(url, scalar(COUNT)) == [1]

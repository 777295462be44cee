import asyncio
import gzip
import socket
from collections.abc import Mapping
from contextlib import ExitStack
from importlib.metadata import version

import pytest
from aiohttp import web

from bot.fetch import Fetched, Fetcher, Purpose
from bot.problems import Problem, ProblemKind
from tests.shell.loopback import Answer, forever, serve, serve_raw


def get(path: str, answers: Mapping[str, Answer | web.Response | bytes], **limits: float) -> Fetched | Problem:
    """Fetch a path of a server that answers so."""

    async def run() -> Fetched | Problem:
        async with serve(answers) as address, _fetcher(**limits) as fetcher:
            return await fetcher.get(address + path)

    return asyncio.run(run())


def get_raw(answer: bytes) -> Fetched | Problem:
    """Fetch from a server that sends these bytes, whatever it is asked."""

    async def run() -> Fetched | Problem:
        async with serve_raw(answer) as address, _fetcher() as fetcher:
            return await fetcher.get(address)

    return asyncio.run(run())


def get_url(url: str, *, allow_loopback: bool = False) -> Fetched | Problem:
    async def run() -> Fetched | Problem:
        async with Fetcher(allow_loopback=allow_loopback) as fetcher:
            return await fetcher.get(url)

    return asyncio.run(run())


def _fetcher(max_bytes: float = 1_000_000, timeout_s: float = 20) -> Fetcher:
    return Fetcher(max_bytes=int(max_bytes), timeout_s=timeout_s, allow_loopback=True, pause_s=0)


def problem(outcome: Fetched | Problem) -> Problem:
    assert isinstance(outcome, Problem)
    return outcome


def test_a_page_is_fetched_with_its_type_and_its_headers() -> None:
    page = web.Response(body=b"<p>weir", headers={"Content-Type": "text/html; charset=utf-8", "ETag": '"1"'})
    fetched = get("/weir", {"/weir": page})
    assert isinstance(fetched, Fetched)
    assert (fetched.body, fetched.content_type, fetched.headers["ETag"]) == (
        b"<p>weir",
        "text/html; charset=utf-8",
        '"1"',
    )
    assert fetched.url.endswith("/weir")


def test_a_redirect_is_followed_and_the_last_address_given() -> None:
    fetched = get("/old", {"/old": web.Response(status=301, headers={"Location": "/weir"}), "/weir": b"weir"})
    assert isinstance(fetched, Fetched)
    assert fetched.url.endswith("/weir")


@pytest.mark.parametrize(
    ("contact", "about"),
    [("", "news digest bot"), ("https://dorn.example/bot", "news digest bot; +https://dorn.example/bot")],
)
def test_the_fetcher_says_who_it_is(contact: str, about: str) -> None:
    async def agent(request: web.Request) -> web.Response:
        return web.Response(text=request.headers["User-Agent"])

    async def run() -> Fetched | Problem:
        async with serve({"/": agent}) as address, Fetcher(allow_loopback=True, contact=contact) as fetcher:
            return await fetcher.get(address, purpose=Purpose.FEED)

    fetched = asyncio.run(run())
    assert isinstance(fetched, Fetched)
    assert fetched.body.decode() == f"Pullquote/{version('pullquote')} ({about})"


@pytest.mark.parametrize("contact", ["x\r\nX-Evil: 1", "Łódź", "a (b)", "x; y"])
def test_a_contact_that_can_not_be_sent_is_refused_at_once(contact: str) -> None:
    with pytest.raises(ValueError, match="write a URL or a mail address"):
        Fetcher(contact=contact)


@pytest.mark.parametrize(
    ("status", "kind", "words", "permanent"),
    [
        (401, ProblemKind.FORBIDDEN, "not for programs to read (401 Unauthorized)", True),
        (402, ProblemKind.FORBIDDEN, "not for programs to read (402 Payment Required)", True),
        (403, ProblemKind.FORBIDDEN, "not for programs to read (403 Forbidden)", True),
        (451, ProblemKind.FORBIDDEN, "not for programs to read (451 Unavailable For Legal Reasons)", True),
        (404, ProblemKind.NOT_FOUND, "not there (404 Not Found)", True),
        (410, ProblemKind.GONE, "gone for good", True),
        (418, ProblemKind.NOT_FOUND, "refuses the request", True),
        (429, ProblemKind.RATE_LIMITED, "try again in 2 minutes", False),
        (500, ProblemKind.SERVER_ERROR, "has trouble of its own", False),
        (503, ProblemKind.RATE_LIMITED, "try again in 2 minutes", False),
        (300, ProblemKind.NOT_FOUND, "does not say where (300 Multiple Choices)", True),
        (302, ProblemKind.NOT_FOUND, "does not say where (302 Found)", True),
        (304, ProblemKind.SERVER_ERROR, "has trouble of its own (304 Not Modified)", False),
    ],
)
def test_a_refusal_is_a_problem_in_words(status: int, kind: ProblemKind, words: str, *, permanent: bool) -> None:
    refused = problem(get("/", {"/": web.Response(status=status, headers={"Retry-After": "120"})}))
    assert (refused.kind, refused.permanent) == (kind, permanent)
    assert words in refused.words


@pytest.mark.parametrize(
    ("after", "words"),
    [
        ("1", "try again in 1 second"),
        ("45", "try again in 45 seconds"),
        ("119", "try again in 119 seconds"),
        ("120", "try again in 2 minutes"),
        ("121", "try again in 3 minutes"),
        ("86400", "try again in 24 hours"),
        ("86401", "try again in 24 hours"),
        ("9" * 18, "try again in 24 hours"),
        ("9" * 5_000, "try again later"),
        ("²", "try again later"),
        ("soon\x1b[2J", "try again later"),
        ("-5", "try again later"),
        ("Wed, 21 Oct 2015 07:28:00 GMT", "try again in 0 seconds"),
        ("Wed, 21 Oct 2126 07:28:00 GMT", "try again in 24 hours"),
    ],
    ids=ascii,
)
def test_a_wait_is_told_and_never_longer_than_a_day(after: str, words: str) -> None:
    limited = problem(get_raw(f"HTTP/1.1 429 Slow down\r\nRetry-After: {after}\r\n\r\n".encode("latin-1")))
    assert limited.words.endswith(words)


@pytest.mark.parametrize(("status", "told"), [(404, "(404 Not Found)"), (499, "(499)"), (999, "(999)")])
def test_a_status_is_told_in_our_words_not_in_those_of_the_server(status: int, told: str) -> None:
    refused = problem(get_raw(f"HTTP/1.1 {status} call +1-555 now\x1b[2J\r\n\r\n".encode()))
    assert told in refused.words
    assert "call" not in refused.words


def test_waiting_for_a_turn_does_not_count_as_waiting_for_an_answer() -> None:
    at_once: list[int] = []
    answering = 0

    async def slow(_: web.Request) -> web.Response:
        nonlocal answering
        answering += 1
        at_once.append(answering)
        await asyncio.sleep(0.15)
        answering -= 1
        return web.Response(text="weir")

    async def run() -> list[Fetched | Problem]:
        async with serve({"/": slow}) as address, _fetcher(timeout_s=1.5) as fetcher:
            return await asyncio.gather(*(fetcher.get(f"{address}/?{number}") for number in range(24)))

    assert all(isinstance(outcome, Fetched) for outcome in asyncio.run(run()))
    assert max(at_once) == 2


def test_too_many_bytes_are_too_large_even_if_they_came_packed() -> None:
    bomb = web.Response(body=gzip.compress(b"x" * 3_000_000), headers={"Content-Encoding": "gzip"})
    assert problem(get("/", {"/": bomb})).kind is ProblemKind.TOO_LARGE


def test_an_answer_without_end_runs_out_of_time() -> None:
    slow = problem(get("/", {"/": forever}, timeout_s=0.3))
    assert (slow.kind, slow.permanent) == (ProblemKind.TIMEOUT, False)
    assert "no answer within 0.3 seconds" in slow.words


def test_a_redirect_without_end_is_a_problem() -> None:
    again = web.Response(status=302, headers={"Location": "/"})
    assert "without end" in problem(get("/", {"/": again})).words


def test_a_redirect_to_something_else_than_the_web_is_a_problem() -> None:
    away = web.Response(status=302, headers={"Location": "file:///etc/passwd"})
    assert problem(get("/", {"/": away})).kind is ProblemKind.BAD_SCHEME


def test_a_connection_that_breaks_off_is_a_problem() -> None:
    async def cut(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": "100"})
        await response.prepare(request)
        await response.write(b"half")
        assert request.transport
        request.transport.abort()
        return response

    assert problem(get("/", {"/": cut})).kind is ProblemKind.UNREACHABLE


def test_a_port_nobody_listens_on_is_a_problem() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        dead = problem(get_url(f"http://127.0.0.1:{unused.getsockname()[1]}/", allow_loopback=True))
    assert dead.kind is ProblemKind.UNREACHABLE
    assert "does not answer (127.0.0.1)" in dead.words


def test_a_host_that_does_not_even_connect_is_given_up_sooner() -> None:
    with socket.socket() as full, ExitStack() as queue:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        for _ in range(4):  # More than may wait to be taken: whoever comes next gets no answer at all.
            waiting = queue.enter_context(socket.socket())
            waiting.setblocking(False)  # noqa: FBT003 - the socket's own signature
            waiting.connect_ex(full.getsockname())
        url = f"http://127.0.0.1:{full.getsockname()[1]}/"

        async def run() -> Fetched | Problem:
            async with Fetcher(connect_timeout_s=0.1, allow_loopback=True) as fetcher:
                return await fetcher.get(url)

        silent = problem(asyncio.run(run()))
    assert silent.kind is ProblemKind.TIMEOUT
    assert "no connection within 0.1 seconds" in silent.words


@pytest.mark.parametrize(
    "url",
    [
        "ftp://mail.example/x",
        "mail.example",
        "http://",
        "https:///x",
        "http://[",
        "file:///etc/passwd",
        "http://exa mple/",
        "http://mail.example:0/",
        "http://mail.example:99999/",
        "http://mail.example\\@127.0.0.1:x/",
        "javascript:alert(1)",
        "data:text/html,weir",
    ],
)
def test_what_is_no_web_address_is_a_problem(url: str) -> None:
    assert problem(get_url(url)).kind is ProblemKind.BAD_SCHEME


def test_after_a_redirect_the_host_that_fails_is_named() -> None:
    away = web.Response(status=302, headers={"Location": "http://no-such-host.invalid/"})
    assert "(no-such-host.invalid)" in problem(get("/", {"/": away})).words


def test_a_host_that_is_not_known_is_a_problem() -> None:
    unknown = problem(get_url("http://no-such-host.invalid/"))
    assert unknown.kind is ProblemKind.UNREACHABLE
    assert "no-such-host.invalid" in unknown.words


def test_what_a_server_leaves_behind_is_not_brought_back_to_it() -> None:
    async def cookies(request: web.Request) -> web.Response:
        response = web.Response(text=request.headers.get("Cookie", "none"))
        response.set_cookie("reader", "1")
        return response

    async def run() -> list[Fetched | Problem]:
        # A name, as the usual jar keeps nothing for the address of a host.
        async with serve({"/": cookies}) as address, _fetcher() as fetcher:
            return [await fetcher.get(address.replace("127.0.0.1", "localhost") + "/") for _ in range(2)]

    assert [outcome.body for outcome in asyncio.run(run()) if isinstance(outcome, Fetched)] == [b"none", b"none"]


def test_the_fetcher_asks_for_what_can_be_read() -> None:
    async def accept(request: web.Request) -> web.Response:
        return web.Response(text=request.headers["Accept"])

    fetched = get("/", {"/": accept})
    assert isinstance(fetched, Fetched)
    assert b"text/html" in fetched.body
    assert b"application/rss+xml" in fetched.body


@pytest.mark.parametrize(("hops", "found"), [(5, True), (6, False)])
def test_a_chain_of_redirects_is_followed_only_so_far(hops: int, *, found: bool) -> None:
    chain = {f"/{n}": web.Response(status=302, headers={"Location": f"/{n + 1}"}) for n in range(hops)}
    assert isinstance(get("/0", {**chain, f"/{hops}": b"weir"}), Fetched) == found


def test_as_many_bytes_as_may_be_read_are_not_too_large() -> None:
    assert isinstance(get("/", {"/": b"x" * 1_000}, max_bytes=1_000), Fetched)
    large = problem(get("/", {"/": b"x" * 1_001}, max_bytes=1_000))
    assert large.kind is ProblemKind.TOO_LARGE
    assert "the 1 MB that are read" in large.words


def test_a_host_that_is_slow_holds_up_no_other() -> None:
    answer = asyncio.Event()

    async def wait(_: web.Request) -> web.Response:
        await answer.wait()
        return web.Response(text="slow")

    async def run() -> list[bool]:
        async with serve({"/slow": wait, "/": b"weir"}) as address, _fetcher(timeout_s=5) as fetcher:
            slow = [asyncio.create_task(fetcher.get(f"{address}/slow")) for _ in range(10)]
            await asyncio.sleep(0)  # All have asked for their turn.
            await fetcher.get(address.replace("127.0.0.1", "localhost") + "/")
            done = [task.done() for task in slow]
            answer.set()
            await asyncio.gather(*slow)
            return done

    assert not any(asyncio.run(run()))

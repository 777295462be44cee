"""Fetching what was fetched before: conditions, moves, and hosts that want to be left alone."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta

import pytest
from aiohttp import web

from bot.fetch import Fetched, Fetcher, NotModified, Purpose, Validators
from bot.problems import Problem, ProblemKind, Refusal
from tests.shell.loopback import Answer, Time, serve

Outcome = Fetched | NotModified | Problem
FEED = b"<rss/>"
KNOWN = Validators('W/"weir-1"', "Mon, 02 Nov 2026 06:00:00 GMT")


def feed(**headers: str) -> web.Response:
    return web.Response(
        body=FEED,
        headers={"Content-Type": "application/rss+xml", **{name.replace("_", "-"): headers[name] for name in headers}},
    )


def moved(to: str, status: int = 301) -> web.Response:
    return web.Response(status=status, headers={"Location": to})


def run(
    answers: Mapping[str, Answer | web.Response | bytes],
    ask: Callable[[Fetcher, str], Awaitable[Outcome]],
    time: Time | None = None,
) -> Outcome:
    """Ask a server that answers so."""

    async def do() -> Outcome:
        time_ = time or Time()
        async with (
            serve(answers) as address,
            Fetcher(allow_loopback=True, pause_s=0, clock=time_.clock, sleep=time_.sleep) as fetcher,
        ):
            return await ask(fetcher, address)

    return asyncio.run(do())


def again(path: str = "/feed", known: Validators = KNOWN) -> Callable[[Fetcher, str], Awaitable[Outcome]]:
    return lambda fetcher, address: fetcher.get(address + path, known=known, purpose=Purpose.FEED)


async def conditional(request: web.Request) -> web.Response:
    """A server that knows its own validators and takes them only as it gave them."""
    is_known = request.headers.get("If-None-Match") == KNOWN.etag
    is_unchanged = request.headers.get("If-Modified-Since") == KNOWN.last_modified
    if is_known and is_unchanged:
        return web.Response(status=304, headers={"Cache-Control": "max-age=1800"})
    return web.Response(body=FEED, headers={"ETag": KNOWN.etag, "Last-Modified": KNOWN.last_modified})


def test_what_has_not_changed_is_not_sent_again() -> None:
    async def twice(fetcher: Fetcher, address: str) -> Outcome:
        first = await fetcher.get(f"{address}/feed", purpose=Purpose.FEED)
        assert isinstance(first, Fetched)
        assert first.validators == KNOWN
        return await fetcher.get(f"{address}/feed", known=first.validators, purpose=Purpose.FEED)

    second = run({"/feed": conditional}, twice)
    assert isinstance(second, NotModified)
    assert (second.validators, second.max_age) == (KNOWN, timedelta(minutes=30))


def test_what_is_new_is_sent_whatever_the_validators_say() -> None:
    for known in (Validators(), Validators("W/'other'", "Sun, 01 Nov 2026 06:00:00 GMT")):
        fetched = run({"/feed": conditional}, again(known=known))
        assert isinstance(fetched, Fetched)
        assert fetched.body == FEED


def test_the_same_validators_with_a_body_are_a_body() -> None:
    fetched = run({"/feed": feed(ETag=KNOWN.etag)}, again())
    assert isinstance(fetched, Fetched)
    assert fetched.validators == Validators(KNOWN.etag)


def test_new_validators_without_a_body_are_kept_for_the_next_time() -> None:
    unchanged = run({"/feed": web.Response(status=304, headers={"ETag": '"weir-2"'})}, again())
    assert isinstance(unchanged, NotModified)
    assert unchanged.validators == Validators('"weir-2"')


@pytest.mark.parametrize("known", [None, Validators()])
def test_nothing_new_is_a_problem_if_nobody_asked_for_news(known: Validators | None) -> None:
    unasked = run(
        {"/feed": web.Response(status=304)}, lambda fetcher, address: fetcher.get(address + "/feed", known=known)
    )
    assert isinstance(unasked, Problem)
    assert (unasked.kind, unasked.permanent) == (ProblemKind.SERVER_ERROR, False)


def test_for_how_long_a_feed_is_fresh_is_told() -> None:
    fetched = run({"/feed": feed(Cache_Control="max-age=7200")}, again())
    assert isinstance(fetched, Fetched)
    assert fetched.max_age == timedelta(hours=2)


@pytest.mark.parametrize(
    ("statuses", "moved_to"),
    [
        ([301], "/1"),
        ([308], "/1"),
        ([301, 308], "/2"),
        ([301, 302], "/1"),
        ([302, 301], ""),
        ([302], ""),
        ([303], ""),
        ([307], ""),
        ([], ""),
    ],
)
def test_where_something_moved_for_good_is_told(statuses: list[int], moved_to: str) -> None:
    chain = {f"/{number}": moved(f"/{number + 1}", status) for number, status in enumerate(statuses)}
    addresses: list[str] = []

    async def ask(fetcher: Fetcher, address: str) -> Outcome:
        addresses.append(address)
        return await fetcher.get(f"{address}/0", purpose=Purpose.FEED)

    fetched = run({**chain, f"/{len(statuses)}": feed()}, ask)
    assert isinstance(fetched, Fetched)
    assert fetched.url == f"{addresses[0]}/{len(statuses)}"
    assert fetched.moved_to == (addresses[0] + moved_to if moved_to else "")


def test_that_something_moved_is_told_even_if_nothing_is_new() -> None:
    unchanged = run({"/feed": moved("/new"), "/new": web.Response(status=304)}, again())
    assert isinstance(unchanged, NotModified)
    assert unchanged.moved_to == unchanged.url
    assert unchanged.moved_to.endswith("/new")


def counted(asked: list[str], answer: web.Response) -> Answer:
    async def handle(request: web.Request) -> web.Response:
        asked.append(request.path)
        return web.Response(status=answer.status, body=answer.body, headers=answer.headers)

    return handle


def test_what_moved_for_good_is_asked_for_at_its_new_place() -> None:
    asked: list[str] = []

    async def twice(fetcher: Fetcher, address: str) -> Outcome:
        await fetcher.get(f"{address}/feed", purpose=Purpose.FEED)
        return await fetcher.get(f"{address}/feed#top", purpose=Purpose.FEED)

    second = run({"/feed": counted(asked, moved("/new")), "/new": counted(asked, feed())}, twice)
    assert asked == ["/feed", "/new", "/new"]
    assert isinstance(second, Fetched)
    assert second.moved_to.endswith("/new")


def test_what_moved_for_a_while_is_asked_for_at_its_old_place() -> None:
    asked: list[str] = []

    async def twice(fetcher: Fetcher, address: str) -> Outcome:
        await fetcher.get(f"{address}/feed", purpose=Purpose.FEED)
        return await fetcher.get(f"{address}/feed", purpose=Purpose.FEED)

    run({"/feed": counted(asked, moved("/new", 302)), "/new": feed()}, twice)
    assert asked == ["/feed", "/feed"]


def test_a_new_place_that_is_gone_is_forgotten() -> None:
    asked: list[str] = []
    new_place = [feed(), web.Response(status=404), feed()]

    async def new(request: web.Request) -> web.Response:
        asked.append(request.path)
        return new_place.pop(0)

    async def thrice(fetcher: Fetcher, address: str) -> Outcome:
        for _ in range(2):
            await fetcher.get(f"{address}/feed", purpose=Purpose.FEED)
        return await fetcher.get(f"{address}/feed", purpose=Purpose.FEED)

    third = run({"/feed": counted(asked, moved("/new")), "/new": new}, thrice)
    assert asked == ["/feed", "/new", "/new", "/feed", "/new"]
    assert isinstance(third, Fetched)


def test_a_move_that_leads_to_something_else_can_be_forgotten() -> None:
    asked: list[str] = []

    async def twice(fetcher: Fetcher, address: str) -> Outcome:
        await fetcher.get(f"{address}/feed", purpose=Purpose.FEED)
        fetcher.forget_move(f"{address}/feed")
        fetcher.forget_move(f"{address}/other")
        return await fetcher.get(f"{address}/feed", purpose=Purpose.FEED)

    run({"/feed": counted(asked, moved("/")), "/": b"<p>The Courier"}, twice)
    assert asked == ["/feed", "/feed"]


def test_a_move_in_a_circle_is_a_problem_and_not_remembered() -> None:
    asked: list[str] = []

    async def twice(fetcher: Fetcher, address: str) -> Outcome:
        await fetcher.get(f"{address}/feed")
        return await fetcher.get(f"{address}/feed")

    circle = run({"/feed": counted(asked, moved("/new")), "/new": counted(asked, moved("/feed"))}, twice)
    assert isinstance(circle, Problem)
    assert asked == ["/feed", "/new"] * 6


@pytest.mark.parametrize("location", ["javascript:alert(1)", "file:///etc/passwd", "ftp://mail.example/", "data:,x"])
def test_a_redirect_that_leads_off_the_web_is_not_followed(location: str) -> None:
    off = run({"/feed": moved(location)}, again())
    assert isinstance(off, Problem)
    assert off.kind is ProblemKind.BAD_SCHEME


def test_credentials_in_an_address_are_neither_sent_nor_shown() -> None:
    seen: list[str] = []

    async def page(request: web.Request) -> web.Response:
        seen.extend(name for name in ("Authorization", "Cookie", "Referer") if name in request.headers)
        return web.Response(status=401, headers={"WWW-Authenticate": "Basic"})

    def ask(fetcher: Fetcher, address: str) -> Awaitable[Outcome]:
        return fetcher.get(address.replace("://", "://ines:secret@") + "/feed")

    async def away(request: web.Request) -> web.Response:
        return moved(f"http://carla:secret@{request.host}/page")

    refused = run({"/feed": away, "/page": page}, ask)
    assert isinstance(refused, Problem)
    assert refused.kind is ProblemKind.FORBIDDEN
    assert "secret" not in refused.source + refused.words
    assert seen == []


def test_a_page_behind_a_puzzle_for_people_is_a_problem_that_says_so() -> None:
    puzzle = web.Response(status=403, body=b"<p>Just a moment", headers={"cf-mitigated": "challenge"})
    refused = run({"/feed": puzzle}, again())
    assert isinstance(refused, Problem)
    assert (refused.kind, refused.why) == (ProblemKind.FORBIDDEN, Refusal.CHALLENGE)
    assert "lets people in and no programs (403 Forbidden)" in refused.words


@pytest.mark.parametrize("status", [429, 503])
def test_a_host_that_wants_to_be_left_alone_is_not_asked_by_anybody_until_it_does_not(status: int) -> None:
    asked: list[str] = []
    time = Time()

    async def ask(fetcher: Fetcher, address: str) -> Outcome:
        first = await fetcher.get(f"{address}/feed", purpose=Purpose.FEED)
        held = await fetcher.get(f"{address}/other", purpose=Purpose.PAGE)
        for problem in (first, held):
            assert isinstance(problem, Problem)
            assert (problem.kind, problem.permanent) == (ProblemKind.RATE_LIMITED, False)
            assert problem.until == time.now + timedelta(minutes=2)
            assert "try again in 2 minutes" in problem.words
        assert asked == ["/feed"]
        time.now += timedelta(minutes=2)
        return await fetcher.get(f"{address}/other", purpose=Purpose.FEED)

    wait = web.Response(status=status, headers={"Retry-After": "120"})
    assert isinstance(run({"/feed": counted(asked, wait), "/other": counted(asked, feed())}, ask, time), Fetched)


def test_a_host_that_does_not_say_for_how_long_is_asked_again() -> None:
    async def ask(fetcher: Fetcher, address: str) -> Outcome:
        limited = await fetcher.get(f"{address}/feed", purpose=Purpose.FEED)
        assert isinstance(limited, Problem)
        assert (limited.kind, limited.until) == (ProblemKind.RATE_LIMITED, None)
        return await fetcher.get(f"{address}/other", purpose=Purpose.FEED)

    assert isinstance(run({"/feed": web.Response(status=429), "/other": feed()}, ask), Fetched)


def test_a_host_is_asked_with_a_pause() -> None:
    time = Time()

    async def ask() -> None:
        async with (
            serve({"/feed": feed(), "/old": moved("/feed")}) as address,
            Fetcher(allow_loopback=True, clock=time.clock, sleep=time.sleep) as fetcher,
        ):
            await asyncio.gather(*(fetcher.get(address + path) for path in ("/feed", "/feed", "/old")))

    asyncio.run(ask())
    assert time.slept == [1, 1, 1]

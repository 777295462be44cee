import asyncio
from datetime import timedelta

import pytest
from aiohttp import web

from bot.fetch import Fetched, Fetcher, Purpose
from bot.problems import Problem, ProblemKind, Refusal
from bot.robots import Robots, Rules
from tests.shell.loopback import Answer, Time, serve

PAGE = b"<p>The weir goes."
FEED = web.Response(body=b"<rss/>", headers={"Content-Type": "application/rss+xml"})
NO = b"User-agent: *\nDisallow: /"


class Asked:
    """A host's robots.txt, and how often it was asked for."""

    def __init__(self, *answers: bytes | Problem) -> None:
        self.answers = list(answers)
        self.addresses: list[str] = []

    async def fetch(self, address: str) -> bytes | Problem:
        self.addresses.append(address)
        await asyncio.sleep(0)
        return self.answers[min(len(self.addresses), len(self.answers)) - 1]


def allows(robots: str, url: str = "https://courier.example/weir") -> bool:
    rules = asyncio.run(Robots(Asked(robots.encode()).fetch, Time().clock).rules(url))
    assert isinstance(rules, Rules)
    return rules.allow(url)


def get(
    answers: dict[str, Answer | web.Response | bytes],
    path: str = "/weir",
    purpose: Purpose = Purpose.PAGE,
) -> Fetched | Problem:
    """Fetch a path of a server that answers so."""

    async def run() -> Fetched | Problem:
        async with serve(answers) as address, Fetcher(allow_loopback=True, pause_s=0) as fetcher:
            return await fetcher.get(address + path, purpose=purpose)

    return asyncio.run(run())


@pytest.mark.parametrize(
    ("robots", "may"),
    [
        ("", True),
        ("User-agent: *\nDisallow: /", False),
        ("User-agent: *\nDisallow:", True),
        ("User-agent: *\nDisallow: /weir", False),
        ("User-agent: *\nDisallow: /weir$", False),
        ("User-agent: *\nDisallow: /w*r", False),
        ("User-agent: *\nDisallow: /ferry", True),
        ("User-agent: *\nDisallow: /\nAllow: /weir", True),
        ("User-agent: GPTBot\nDisallow: /", True),
        ("User-agent: Pullquote\nDisallow: /", False),
        ("user-agent: pullquote/1.0 # ours\ndisallow: /", False),
        ("User-agent: Pullquotes\nDisallow: /", True),
        ("User-agent: Pull\nDisallow: /", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: Pullquote\nAllow: /", True),
        ("User-agent: Pullquote\nAllow: /\n\nUser-agent: *\nDisallow: /", True),
        ("User-agent: GPTBot\nUser-agent: *\nDisallow: /", False),
        ("User-agent: *\n\nUser-agent: GPTBot\nDisallow: /", False),
        ("User-agent: *\nAllow: /\nUser-agent: GPTBot\nDisallow: /", True),
        ("\ufeffUser-agent: *\r\nDisallow: /\r\n", False),
        ("useragent *\nDisallow /", False),
        ("<!doctype html><p>User-agent: what?", True),
        ("\x00\xff\x1b[2J", True),
    ],
)
def test_what_robots_txt_says_counts(robots: str, *, may: bool) -> None:
    assert allows(robots) == may


def test_a_pause_that_robots_txt_asks_for_is_known() -> None:
    asked = Asked(b"User-agent: GPTBot\nCrawl-delay: 60\n\nUser-agent: *\nCrawl-delay: 2.5")
    rules = asyncio.run(Robots(asked.fetch, Time().clock).rules("https://courier.example/weir"))
    assert isinstance(rules, Rules)
    assert rules.pause_s == 2.5


def test_robots_txt_is_asked_for_once_a_day_and_once_for_all_who_ask_at_once() -> None:
    asked, time = Asked(NO), Time()

    async def run() -> list[int]:
        robots = Robots(asked.fetch, time.clock)
        seen = []
        for _ in range(3):
            await asyncio.gather(*(robots.rules(f"https://courier.example/{number}") for number in range(20)))
            seen.append(len(asked.addresses))
            time.now += timedelta(hours=13)
        await robots.rules("https://courier.example:8443/")
        await robots.rules("http://courier.example/")
        return seen

    assert asyncio.run(run()) == [1, 1, 2]
    assert asked.addresses == [
        "https://courier.example/robots.txt",
        "https://courier.example/robots.txt",
        "https://courier.example:8443/robots.txt",
        "http://courier.example/robots.txt",
    ]


def test_who_gives_up_waiting_for_robots_txt_does_not_take_it_from_the_others() -> None:
    asked = Asked(NO)

    async def run() -> Rules | Problem:
        robots = Robots(asked.fetch, Time().clock)
        first = asyncio.create_task(robots.rules("https://courier.example/1"))
        second = asyncio.create_task(robots.rules("https://courier.example/2"))
        await asyncio.sleep(0)
        first.cancel()
        return await second

    assert isinstance(asyncio.run(run()), Rules)
    assert len(asked.addresses) == 1


@pytest.mark.parametrize("kind", [ProblemKind.NOT_FOUND, ProblemKind.GONE, ProblemKind.FORBIDDEN])
def test_a_host_without_robots_txt_has_no_rules(kind: ProblemKind) -> None:
    asked = Asked(Problem("robots.txt", kind, "not there"))
    rules = asyncio.run(Robots(asked.fetch, Time().clock).rules("https://courier.example/weir"))
    assert isinstance(rules, Rules)
    assert rules.allow("https://courier.example/weir")


@pytest.mark.parametrize(
    "kind", [ProblemKind.SERVER_ERROR, ProblemKind.TIMEOUT, ProblemKind.UNREACHABLE, ProblemKind.RATE_LIMITED]
)
def test_where_robots_txt_can_not_be_read_no_page_is_until_it_can(kind: ProblemKind) -> None:
    asked, time = Asked(Problem("robots.txt", kind, "the host has trouble of its own"), b""), Time()

    async def run() -> tuple[list[Rules | Problem], Rules | Problem]:
        robots = Robots(asked.fetch, time.clock)
        first = [await robots.rules("https://courier.example/weir") for _ in range(3)]
        time.now += timedelta(minutes=10)
        return first, await robots.rules("https://courier.example/weir")

    first, later = asyncio.run(run())
    for problem in first:
        assert isinstance(problem, Problem)
        assert (problem.kind, problem.why, problem.permanent) == (kind, Refusal.ROBOTS, False)
        assert "https://courier.example/robots.txt, can't be read" in problem.words
    assert isinstance(later, Rules)
    assert len(asked.addresses) == 2


def test_of_very_many_hosts_the_rules_that_were_used_last_are_kept() -> None:
    asked = Asked(b"User-agent: *\nDisallow: /x\n".ljust(1_000_000, b"#"))

    async def run() -> tuple[int, int]:
        robots = Robots(asked.fetch, Time().clock)
        for number in range(12):
            await robots.rules(f"https://{number}.example/")
            await robots.rules("https://0.example/")
        return len(robots._known), asked.addresses.count("https://0.example/robots.txt")  # noqa: SLF001

    kept, times = asyncio.run(run())
    assert kept == 4
    assert times == 1


def test_a_list_of_very_many_programs_costs_no_more_than_its_length() -> None:
    """Each of the names times each of the rules, this would take hours and the whole memory."""
    names = "".join(f"User-agent: bot{number}\nuseragent crawler{number}\n" for number in range(20_000))
    assert not allows(names + "User-agent: *\n" + "Disallow: /weir\n" * 20_000)


def test_a_page_that_robots_txt_keeps_from_programs_is_not_asked_for() -> None:
    asked: list[str] = []

    async def page(request: web.Request) -> web.Response:
        asked.append(request.path)
        return web.Response(body=PAGE, content_type="text/html")

    refused = get({"/robots.txt": NO, "/weir": page})
    assert isinstance(refused, Problem)
    assert (refused.kind, refused.why, refused.permanent) == (ProblemKind.FORBIDDEN, Refusal.ROBOTS, True)
    assert "robots.txt of 127.0.0.1" in refused.words
    assert asked == []


def test_a_feed_is_there_for_programs_whatever_robots_txt_says() -> None:
    asked: list[str] = []

    async def robots(request: web.Request) -> web.Response:
        asked.append(request.path)
        return web.Response(body=NO)

    for purpose in (Purpose.FEED, Purpose.EITHER):
        assert isinstance(get({"/robots.txt": robots, "/feed": FEED}, "/feed", purpose), Fetched)
    assert asked == []


@pytest.mark.parametrize("content_type", ["text/html", "application/xhtml+xml", "text/plain"])
def test_what_turns_out_to_be_a_page_is_given_up_if_it_is_not_for_programs(content_type: str) -> None:
    page = web.Response(body=PAGE, headers={"Content-Type": content_type})
    refused = get({"/robots.txt": NO, "/weir": page}, purpose=Purpose.EITHER)
    assert isinstance(refused, Problem)
    assert refused.why is Refusal.ROBOTS
    assert isinstance(get({"/robots.txt": b"", "/weir": page}, purpose=Purpose.EITHER), Fetched)


def test_a_page_that_a_redirect_leads_to_is_held_to_robots_txt_as_well() -> None:
    away = web.Response(status=302, headers={"Location": "/private/weir"})
    robots = b"User-agent: *\nDisallow: /private/"
    for purpose in (Purpose.PAGE, Purpose.EITHER):
        refused = get({"/robots.txt": robots, "/weir": away, "/private/weir": PAGE}, purpose=purpose)
        assert isinstance(refused, Problem)
        assert refused.why is Refusal.ROBOTS


def test_robots_txt_may_be_elsewhere() -> None:
    away = web.Response(status=301, headers={"Location": "/rules"})
    refused = get({"/robots.txt": away, "/rules": NO, "/weir": PAGE})
    assert isinstance(refused, Problem)
    assert refused.why is Refusal.ROBOTS


def test_of_a_robots_txt_without_end_the_beginning_counts() -> None:
    async def endless(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        await response.write(b"User-agent: *\nDisallow: /private\n")
        while True:
            await response.write(b"# nothing more is said here\n" * 2_000)

    answers: dict[str, Answer | web.Response | bytes] = {"/robots.txt": endless, "/weir": PAGE, "/private": PAGE}
    assert isinstance(get(answers), Fetched)
    assert isinstance(get(answers, "/private"), Problem)


@pytest.mark.parametrize(("status", "may"), [(404, True), (410, True), (403, True), (500, False), (503, False)])
def test_without_a_readable_robots_txt_it_is_the_host_s_fault_or_nobody_s(status: int, *, may: bool) -> None:
    assert isinstance(get({"/robots.txt": web.Response(status=status), "/weir": PAGE}), Fetched) == may


def test_pages_wait_for_the_pause_that_robots_txt_asks_for() -> None:
    time = Time()

    async def run() -> None:
        answers = {"/robots.txt": b"User-agent: *\nCrawl-delay: 4", "/weir": PAGE}
        async with (
            serve(answers) as address,
            Fetcher(allow_loopback=True, pause_s=1, clock=time.clock, sleep=time.sleep) as fetcher,
        ):
            for _ in range(3):
                assert isinstance(await fetcher.get(f"{address}/weir", purpose=Purpose.PAGE), Fetched)

    asyncio.run(run())
    assert time.slept == [1, 4, 4]

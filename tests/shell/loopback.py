"""A web server on 127.0.0.1 that answers as each test says, and a clock that goes as fast as it has to."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta

from aiohttp import web

__all__ = ["Answer", "Talk", "Time", "forever", "serve", "serve_any", "serve_raw", "serving"]

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]
Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


class Time:
    """A clock that goes on only while somebody sleeps, and then at once."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 2, 6, 30, tzinfo=UTC)
        self.slept: list[float] = []

    def clock(self) -> datetime:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += timedelta(seconds=seconds)
        await asyncio.sleep(0)


@asynccontextmanager
async def serving(app: web.Application, port: int = 0) -> AsyncIterator[str]:
    """Serve an application; gives the server's address, "http://127.0.0.1:PORT", at any port if none is given."""
    # Of nought, aiohttp would wait for ever for a handler that does not end.
    runner = web.AppRunner(app, shutdown_timeout=0.05, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port, reuse_address=True).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def serve(answers: Mapping[str, Answer | web.Response | bytes], port: int = 0) -> AsyncIterator[str]:
    """Serve paths; gives the server's address, "http://127.0.0.1:PORT", at any port if none is given.

    An answer is a body (sent as HTML), a response, or a handler.
    """
    app = web.Application()
    for path, answer in answers.items():
        app.router.add_get(path, _handler(answer))
    async with serving(app, port) as address:
        yield address


@asynccontextmanager
async def serve_any(
    pages: Mapping[str, Answer | web.Response | bytes], *, keeps_alive: bool = True
) -> AsyncIterator[str]:
    """Serve whatever there is just now at each path, a body as a feed; gives the server's address.

    Where connections are not kept, nothing is left under way when a page was read.
    """

    async def answer(request: web.Request) -> web.StreamResponse:
        response = await found(request)
        if not keeps_alive:
            response.force_close()
        return response

    async def found(request: web.Request) -> web.StreamResponse:
        page = pages.get(request.path.removeprefix("/"))
        match page:
            case None:
                return web.Response(status=404)
            case bytes():
                return web.Response(body=page, content_type="text/xml")
            case web.Response():
                # A response can be sent only once.
                return web.Response(body=page.body, status=page.status, headers=page.headers)
            case _:
                return await page(request)

    app = web.Application()
    app.router.add_get("/{path:.*}", answer)
    async with serving(app) as address:
        yield address


@asynccontextmanager
async def serve_raw(talk: Talk | bytes) -> AsyncIterator[str]:
    """Serve whatever is written, after each request; gives the server's address, "http://127.0.0.1:PORT"."""
    talking: set[asyncio.Task[None]] = set()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):  # Who has seen enough hangs up.
            await reader.readuntil(b"\r\n\r\n")
            if isinstance(talk, bytes):
                writer.write(talk)
                await writer.drain()
            else:
                await talk(reader, writer)
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()

    def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        talking.add(asyncio.create_task(answer(reader, writer)))

    server = await asyncio.start_server(meet, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        for task in talking:
            task.cancel()
        await asyncio.gather(*talking)


def _handler(answer: Answer | web.Response | bytes) -> Answer:
    async def handle(request: web.Request) -> web.StreamResponse:
        if isinstance(answer, bytes):
            return web.Response(body=answer, content_type="text/html")
        if isinstance(answer, web.Response):
            return web.Response(status=answer.status, body=answer.body, headers=answer.headers)
        return await answer(request)

    return handle


async def forever(request: web.Request) -> web.StreamResponse:
    """Answer a byte at a time, without end."""
    response = web.StreamResponse()
    await response.prepare(request)
    while True:
        await response.write(b"x")
        await asyncio.sleep(0.01)

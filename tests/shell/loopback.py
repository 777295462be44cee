"""A web server on 127.0.0.1 that answers as each test says."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager

from aiohttp import web

__all__ = ["Answer", "serve"]

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def serve(answers: Mapping[str, Answer | web.Response | bytes]) -> AsyncIterator[str]:
    """Serve paths; gives the server's address, "http://127.0.0.1:PORT".

    An answer is a body (sent as HTML), a response, or a handler.
    """
    app = web.Application()
    for path, answer in answers.items():
        app.router.add_get(path, _handler(answer))
    runner = web.AppRunner(app, shutdown_timeout=0)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


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

"""A way to a server that can be cut, as networks are: nothing comes through any more, and nobody is told."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

__all__ = ["Way"]


class Way:
    """Leads from a port of 127.0.0.1 to a socket in a folder."""

    def __init__(self, socket: str) -> None:
        self._socket = socket
        self._open = asyncio.Event()
        self._open.set()
        self._ends: set[asyncio.StreamWriter] = set()
        self.port = 0

    @asynccontextmanager
    async def leads(self) -> AsyncIterator["Way"]:
        """It is there."""
        server = await asyncio.start_server(self._passes, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            self._break()
            server.close()

    def cut(self) -> None:
        """Let nothing through, in either direction; who connects hears nothing."""
        self._open.clear()

    def mend(self, *, is_late: bool = False) -> None:
        """Let new connections through. Those of before are lost with all that was on its way or, if that is only late, go on."""
        if not is_late:
            self._break()
        self._open.set()

    def _break(self) -> None:
        for end in self._ends:
            end.transport.abort()
        self._ends.clear()

    async def _passes(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._ends.add(writer)
        await self._open.wait()
        if writer.transport.is_closing():
            return
        try:
            behind, beyond = await asyncio.open_unix_connection(self._socket)
        except OSError:  # Nobody is there just now.
            writer.close()
            return
        self._ends.add(beyond)
        await asyncio.gather(self._carry(reader, beyond), self._carry(behind, writer))

    async def _carry(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while data := await source.read(65536):
                await self._open.wait()
                if sink.transport.is_closing():
                    return
                sink.write(data)
                await sink.drain()
        sink.close()

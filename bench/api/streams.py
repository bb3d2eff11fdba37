"""Opens streams of new steps and says what they cost the server: python3 bench/api/streams.py ADDRESS PID [STREAMS]"""
import asyncio
import pathlib
import sys
import time


def resident(pid):
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) / 1024


async def stream(host, port):
    reader, writer = await asyncio.open_connection(host, port)
    writer.write(f"GET /api/v1/stream?between=KGZ,RUS HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
    head = await reader.readuntil(b"\r\n\r\n")
    assert b" 200 " in head.split(b"\r\n")[0], head
    return reader, writer


async def main(address, pid, count):
    host, port = address.removeprefix("http://").strip("/").split(":")
    before = resident(pid)
    start = time.monotonic()
    open_ = []
    for _ in range(0, count, 50):
        open_ += await asyncio.gather(*(stream(host, port) for _ in range(50)))
    took = time.monotonic() - start
    await asyncio.sleep(20)
    # Each has been told that it is quiet by now.
    for reader, _ in open_:
        assert b"quiet" in await asyncio.wait_for(reader.readuntil(b"quiet"), 20)
    print(f"{len(open_)} streams opened in {took:.1f} s: {before:.0f} MiB before, {resident(pid):.0f} MiB with them")


asyncio.run(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 1000))

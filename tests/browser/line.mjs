// A line to the site that can be cut: a relay of bytes in front of it.
import { connect, createServer } from 'node:net';

export async function startLine(site) {
  const ends = new Set();
  let whole = true;
  const keep = (socket) => {
    ends.add(socket);
    socket.on('close', () => ends.delete(socket));
    socket.on('error', () => socket.destroy());
  };
  const server = createServer((near) => {
    keep(near);
    if (!whole) {
      near.destroy();
      return;
    }
    const far = connect(Number(new URL(site.origin).port), '127.0.0.1');
    keep(far);
    near.pipe(far).pipe(near);
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
  });
  await new Promise((ready) => { server.listen(0, '127.0.0.1', ready); });
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    cut() {
      whole = false;
      for (const socket of ends) socket.destroy();
    },
    mend() { whole = true; },
    async stop() {
      this.cut();
      await new Promise((closed) => { server.close(closed); });
    },
  };
}

import { createReadStream } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { basename, join } from 'node:path';
import { helm } from '../../src/index.js';
import { proveTool, type Workbench } from '../prove-tool.js';

/** A repository of one chart on the loopback interface, as "helm repo index" makes it. */
async function repository({ run, project }: Workbench): Promise<Server> {
  await run(['helm', 'create', 'sample']);
  await run(['helm', 'package', 'sample', '--destination', 'site']);
  await run(['helm', 'repo', 'index', 'site']);
  const server = createServer((request, response) =>
    createReadStream(join(project, 'site', basename(request.url ?? '')))
      .on('error', () => response.writeHead(404).end())
      .pipe(response),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server.unref();
}

proveTool(helm, {
  needs: ['helm'],
  version: async ({ run }) => `Helm ${await run(['helm', 'version', '--template', '{{.Version}}'])}`,
  async fill(bench) {
    const address = (await repository(bench)).address();
    const port = typeof address === 'object' ? address?.port : undefined;
    await bench.run(['helm', 'repo', 'add', 'mine', `http://127.0.0.1:${port}`]);
    await bench.run(['helm', 'template', 'mine/sample']);
  },
  sections: ['charts', 'indexes'],
  async works({ run }) {
    await run(['helm', 'repo', 'update']);
    await run(['helm', 'template', 'mine/sample']);
  },
});

import { ReadlineParser, SerialPort } from 'serialport';

/** The least that a program does to ask over a serial port: `serialport` and its own line parser. */
export async function bareSerial(
  path: string,
): Promise<{ ask(text: string): Promise<string>; close(): Promise<void> }> {
  const port = new SerialPort({ path, baudRate: 115_200, autoOpen: false });
  await new Promise<void>((resolve, reject) => port.open((error) => (error ? reject(error) : resolve())));
  const lines = port.pipe(new ReadlineParser({ delimiter: '\n' }));
  let answered: (line: string) => void = () => undefined;
  lines.on('data', (line: string) => answered(line));
  return {
    ask: (text) =>
      new Promise((resolve) => {
        answered = resolve;
        port.write(`${text}\n`);
      }),
    close: () => new Promise((resolve) => port.close(() => resolve())),
  };
}

import { isTranscriptName } from '#shared/address/address.ts';
import { z } from '#shared/schema.ts';
import { command, query } from './declare.ts';
import { Nothing } from './nothing.ts';

const TranscriptName = z.string().max(100).refine(isTranscriptName);

const text = z.string().nullable();

/** A serial port of this PC; the USB identity of its adapter where it has one (four hexadecimal digits each). */
export const SerialPortInfo = z.object({
  /** As the system calls it: `/dev/ttyUSB0`, `COM3`. */
  path: z.string(),
  manufacturer: text,
  serial: text,
  vendorId: text,
  productId: text,
  /** What to connect to: by the USB identity where the port has one with a serial number, so that another socket changes nothing. */
  address: z.string(),
});
export type SerialPortInfo = z.infer<typeof SerialPortInfo>;

/** A USB device with a test and measurement (USBTMC) interface. */
export const UsbInstrumentInfo = z.object({
  vendorId: z.string(),
  productId: z.string(),
  manufacturer: text,
  product: text,
  serial: text,
  address: z.string(),
});
export type UsbInstrumentInfo = z.infer<typeof UsbInstrumentInfo>;

/** A recorded session. */
export const TranscriptInfo = z.object({
  name: z.string(),
  /** `replay://<name>`. */
  address: z.string(),
  /** The instrument that was recorded, and when (epoch ms); null when the file does not say. */
  instrument: text,
  startedAt: z.number().nullable(),
  bytes: z.number().int(),
  /** True while it is being written. */
  recording: z.boolean(),
});
export type TranscriptInfo = z.infer<typeof TranscriptInfo>;

/** What instruments can be reached by from this PC. */
export const links = {
  /** What is plugged into this PC now. A list that could not be had is null, and `trouble` says why. */
  ports: query({
    needs: 'instruments:manage',
    input: Nothing,
    output: z.object({
      serial: z.array(SerialPortInfo).max(256).nullable(),
      usb: z.array(UsbInstrumentInfo).max(256).nullable(),
      trouble: z.array(z.string()),
    }),
  }),
  /** The newest transcripts, newest first. */
  transcripts: query({
    needs: 'instruments:read',
    input: Nothing,
    output: z.array(TranscriptInfo).max(200),
  }),
  /** Deletes a transcript that nobody is writing. */
  removeTranscript: command({
    needs: 'instruments:manage',
    input: z.strictObject({ name: TranscriptName }),
    output: Nothing,
    audit: ['name'],
  }),
};

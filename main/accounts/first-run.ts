import { randomUUID } from 'node:crypto';
import { Fault } from '#shared/faults.ts';
import { enrolment } from './enrolment.ts';
import { displayName } from './names.ts';
import type { Room } from './room.ts';
import type { Person } from './seats.ts';

/** The steps that make the first administrator. Nothing is stored before `finish`, and that is one write. */
export function firstRun(room: Room) {
  const { availability, database, seats, vault } = room;
  const steps = enrolment(room, 'enrolling', 'codes');

  return {
    async begin(seat: string, typedName: string, password: string) {
      const before = seats.expect(seat, 'out', 'enrolling', 'codes');
      if (await availability.anyAccount())
        throw new Fault('ACCOUNT_EXISTS', 'This console has an account already.');
      // Now, rather than after everything was typed in: without the vault, no account can be made.
      vault();
      const account = { id: randomUUID(), name: displayName(typedName), recovery: null };
      return steps.begin(seat, before, account, password);
    },

    confirm: (seat: string, code: string) => steps.confirm(seat, code),

    async finish(seat: string): Promise<Person> {
      const before = steps.confirmed(seat);
      const connection = seats.commandLine(seat);
      const user = steps.user(before);
      try {
        await database.write('accountCreateFirst', {
          user,
          codes: before.macs,
          recoverySecret: before.secretMac,
        });
      } catch (error) {
        if (error instanceof Fault && error.code === 'ACCOUNT_EXISTS') {
          availability.foundAccount();
          if (seats.at(seat) === before) seats.put(seat, null);
        }
        throw error;
      }
      const { id, name, role } = user;
      const person: Person = { id, name, role, recoveryCodesLeft: before.macs.length };
      // The account is made: a cancel that came meanwhile came too late, and the person may well sign in. Not at a connection
      // of the command line that ended meanwhile: nobody is there.
      if (seats.commandLine(seat) === connection) seats.put(seat, { phase: 'signed-in', person });
      availability.foundAccount();
      steps.endElsewhere(seat);
      return person;
    },

    cancel: (seat: string) => steps.cancel(seat),
  };
}

import { Fault } from '#shared/faults.ts';
import { provePassword } from './own-password.ts';
import { newRecoveryCodes, recoveryMac } from './recovery.ts';
import { personOf, type Room } from './room.ts';

/** Ten new recovery codes of whoever is signed in there and knows the password; those of before are void. Shown once. */
export async function renewCodes(room: Room, seat: string, password: string): Promise<string[]> {
  const { database, seats, vault } = room;
  const before = seats.expect(seat, 'signed-in');
  if (before.token !== undefined)
    throw new Fault(
      'PERMISSION_DENIED',
      'Only somebody who signed in with a password can make recovery codes.',
      {
        remedy: 'Sign in with the password and the code of the app, then make them.',
      },
    );
  const { id } = await provePassword(room, seat, before.person.id, password);
  // The seat may have been left while the password was judged.
  const still = seats.expect(seat, 'signed-in');
  if (still.person.id !== id)
    throw new Fault('AUTH_EXPIRED', 'This window was used for something else meanwhile.');
  const codes = newRecoveryCodes();
  const user = await database.write('recoveryCodesPut', {
    userId: id,
    macs: codes.map((code) => recoveryMac(vault(), id, code)),
  });
  for (const [each, standing] of seats.entries())
    if (standing.phase === 'signed-in' && standing.person.id === id)
      seats.put(each, { ...standing, person: personOf(user) });
  return codes;
}

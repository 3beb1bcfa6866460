-- Values outside the chain that can be checked, and mounts of destinations.

-- CRC-32 over all columns of the block, as docs/history-chain.md has it; NULL where it was written by an older version. Not a proof
-- against anybody, who would write another: it finds a bit that a disk or a memory has changed.
ALTER TABLE reading_block ADD COLUMN crc INTEGER;

-- The same of a note.
ALTER TABLE mark ADD COLUMN crc INTEGER;

-- The folder at which the file system began that the destination was on when it was added; NULL where an older version added it.
-- When nothing is mounted there any more, the folder is not the destination.
ALTER TABLE backup_destination ADD COLUMN mount TEXT;

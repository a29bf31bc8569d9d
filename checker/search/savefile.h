/* A file whose contents can be trusted: a checksum follows them.
 *
 * One description serves both ways: savefile_bytes writes when the file was made and reads when it
 * was opened, so what is written and what is read cannot differ in order or size.  After the first
 * failure nothing more is read or written, and what would have been read is zero.
 */
#ifndef CHECKER_SAVEFILE_H
#define CHECKER_SAVEFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

typedef struct SaveFile {
    FILE *stream;
    void *hash; /* of everything since the last seal */
    bool writes;
    bool failed;  /* by the system: `errno` tells how */
    bool damaged; /* a checksum is wrong, or the end came too early */
} SaveFile;

/* Write a new file, or replace one... */
SaveFile savefile_new(const char *path);
/* ...or write behind the first `length` bytes of one; the rest is cut off... */
SaveFile savefile_append(const char *path, uint64_t length);
/* ...or read one. */
SaveFile savefile_open(const char *path);

void savefile_bytes(SaveFile *file, void *bytes, size_t size);

/* The checksum of everything since the last seal: write it, or compare. */
void savefile_seal(SaveFile *file);
uint64_t savefile_position(SaveFile *file);

/* Is all well, and, if it was written, on the disk itself? */
bool savefile_close(SaveFile *file);

#define SAVEFILE_VALUE(file, value) savefile_bytes((file), &(value), sizeof(value))

#endif

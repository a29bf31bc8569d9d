#include "checker/search/savefile.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#define XXH_INLINE_ALL
#define XXH_NO_INLINE_HINTS 1 /* to insist is an error where nothing is optimised */
#include <xxhash.h>

static SaveFile on_stream(FILE *stream, bool writes)
{
    SaveFile file = {.stream = stream, .writes = writes, .hash = XXH3_createState()};
    file.failed = !stream || !file.hash;
    if (file.hash) XXH3_64bits_reset(file.hash);
    return file;
}

SaveFile savefile_new(const char *path)
{
    return on_stream(fopen(path, "wbe"), true);
}

SaveFile savefile_append(const char *path, uint64_t length)
{
    int descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    bool fine = descriptor >= 0 && ftruncate(descriptor, (off_t)length) == 0 &&
                lseek(descriptor, 0, SEEK_END) >= 0;
    FILE *stream = fine ? fdopen(descriptor, "r+b") : NULL;
    if (!stream && descriptor >= 0) close(descriptor);
    return on_stream(stream, true);
}

SaveFile savefile_open(const char *path)
{
    return on_stream(fopen(path, "rbe"), false);
}

static void transfer(SaveFile *file, void *bytes, size_t size)
{
    if (!file->failed && !file->damaged) {
        size_t done = file->writes ? fwrite(bytes, 1, size, file->stream)
                                   : fread(bytes, 1, size, file->stream);
        if (done == size) return;
        file->failed = file->writes || ferror(file->stream);
        file->damaged = !file->failed;
    }
    if (!file->writes) memset(bytes, 0, size);
}

void savefile_bytes(SaveFile *file, void *bytes, size_t size)
{
    if (size == 0) return; /* then there may be no array at all */
    transfer(file, bytes, size);
    if (!file->failed && !file->damaged) XXH3_64bits_update(file->hash, bytes, size);
}

void savefile_seal(SaveFile *file)
{
    if (file->failed || file->damaged) return;
    uint64_t expected = XXH3_64bits_digest(file->hash), found = expected;
    transfer(file, &found, sizeof found);
    if (found != expected) file->damaged = true;
    XXH3_64bits_reset(file->hash);
}

uint64_t savefile_position(SaveFile *file)
{
    off_t position = file->stream ? ftello(file->stream) : -1;
    if (position < 0) file->failed = true;
    return position < 0 ? 0 : (uint64_t)position;
}

bool savefile_close(SaveFile *file)
{
    int error = errno;
    if (file->stream) {
        if (file->writes && (fflush(file->stream) != 0 || fsync(fileno(file->stream)) != 0))
            file->failed = true, error = errno;
        if (fclose(file->stream) != 0 && !file->failed) file->failed = true, error = errno;
    }
    if (file->hash) XXH3_freeState(file->hash);
    errno = error;
    return !file->failed && !file->damaged;
}

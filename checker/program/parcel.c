#include "checker/program/parcel.h"

#include "checker/search/memory.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

typedef struct Head {
    ParcelKind kind;
    size_t size; /* of what follows, in bytes */
} Head;

/* -------- sending -------- */

static bool send_all(int pipe, const void *bytes, size_t size)
{
    for (const uint8_t *at = bytes; size > 0;) {
        ssize_t sent = write(pipe, at, size);
        if (sent < 0 && errno == EINTR) continue;
        if (sent < 0) return false;
        at += sent;
        size -= (size_t)sent;
    }
    return true;
}

static bool send_parcel(int pipe, ParcelKind kind, const GByteArray *content)
{
    Head head;
    memset(&head, 0, sizeof head); /* its padding too */
    head.kind = kind;
    head.size = content->len;
    return send_all(pipe, &head, sizeof head) && send_all(pipe, content->data, content->len);
}

bool parcel_send_progress(int pipe, const Statistics *so_far)
{
    g_autoptr(GByteArray) content = g_byte_array_new();
    g_byte_array_append(content, (const uint8_t *)so_far, sizeof *so_far);
    return send_parcel(pipe, PARCEL_PROGRESS, content);
}

bool parcel_send_lack(int pipe)
{
    g_autoptr(GByteArray) nothing = g_byte_array_new();
    return send_parcel(pipe, PARCEL_LACK, nothing);
}

static void append(GByteArray *content, const void *bytes, size_t size)
{
    if (size > 0) g_byte_array_append(content, bytes, (guint)size);
}

static void append_statistics(GByteArray *content, const Question *question,
                              const Statistics *statistics)
{
    append(content, statistics->steps, question->subject->step_count * sizeof(StepCount));
    append(content, statistics->together, question->subject->actor_count * sizeof(uint64_t));
    append(content, statistics->alone, question->subject->actor_count * sizeof(uint64_t));
    append(content, statistics->depths, statistics->depth_count * sizeof(uint64_t));
    append(content, statistics->check_true, question->check_count * sizeof(uint64_t));
    append(content, statistics->check_false, question->check_count * sizeof(uint64_t));
}

GByteArray *parcel_pack(const Question *question, const Result *result)
{
    GByteArray *content = g_byte_array_new();
    append(content, result, sizeof *result);
    append_statistics(content, question, &result->statistics);
    if (result->has_schedule)
        append(content, result->schedule.moves, result->schedule.length * sizeof(Move));
    const char *name = result->verdict.name;
    if (name) append(content, name, strlen(name) + 1);
    return content;
}

bool parcel_send_result(int pipe, const Question *question, const Result *result)
{
    g_autoptr(GByteArray) content = parcel_pack(question, result);
    return send_parcel(pipe, PARCEL_RESULT, content);
}

/* -------- receiving -------- */

static void copy(const uint8_t **at, void *to, size_t size)
{
    memcpy(to, *at, size);
    *at += size;
}

static void *copy_new(const uint8_t **at, uint64_t count, size_t size)
{
    void *array = memory_new(count, size);
    copy(at, array, count * size);
    return array;
}

Result parcel_unpack(const Question *question, const uint8_t *bytes)
{
    const uint8_t *at = bytes;
    Result result;
    copy(&at, &result, sizeof result);
    Statistics *statistics = &result.statistics;
    statistics->steps = copy_new(&at, question->subject->step_count, sizeof(StepCount));
    statistics->together = copy_new(&at, question->subject->actor_count, sizeof(uint64_t));
    statistics->alone = copy_new(&at, question->subject->actor_count, sizeof(uint64_t));
    if (statistics->depth_count > 0)
        statistics->depths = copy_new(&at, statistics->depth_count, sizeof(uint64_t));
    statistics->check_true = copy_new(&at, question->check_count, sizeof(uint64_t));
    statistics->check_false = copy_new(&at, question->check_count, sizeof(uint64_t));
    if (result.has_schedule)
        result.schedule.moves = copy_new(&at, result.schedule.length, sizeof(Move));
    if (result.verdict.name) result.verdict.name = g_intern_string((const char *)at);
    return result;
}

bool parcel_take(GByteArray *received, const Question *question, ParcelKind *ret_kind,
                 Statistics *ret_so_far, Result *ret_result)
{
    Head head;
    if (received->len < sizeof head) return false;
    memcpy(&head, received->data, sizeof head);
    if (received->len - sizeof head < head.size) return false;
    const uint8_t *content = received->data + sizeof head;
    *ret_kind = head.kind;
    if (head.kind == PARCEL_RESULT) *ret_result = parcel_unpack(question, content);
    if (head.kind == PARCEL_PROGRESS) memcpy(ret_so_far, content, sizeof *ret_so_far);
    g_byte_array_remove_range(received, 0, (guint)(sizeof head + head.size));
    return true;
}

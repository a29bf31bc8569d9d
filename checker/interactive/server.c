#include "checker/interactive/server.h"

#include "checker/interactive/places.h"
#include "checker/interactive/visitor.h"
#include "checker/program/status.h"
#include "checker/search/require.h"

#include <arpa/inet.h>
#include <errno.h>
#include <event2/buffer.h>
#include <event2/event.h>
#include <event2/http.h>
#include <event2/keyvalq_struct.h>
#include <signal.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

enum { MOST_WAITING = 32, MOST_HEADERS = 16 * 1024, MOST_BODY = 64 * 1024, IDLE_SECONDS = 60 };

/* One thread talks, this one; another one works with the session, one job after the other, so that
 * a search can be told to stop. */
typedef struct Server {
    Opening *opening;
    char *token;
    uint16_t port;
    struct event_base *base;
    struct evhttp *http;
    GThreadPool *worker;
    GAsyncQueue *done; /* of Job, for this thread to send */
    int bell;          /* an eventfd: something is done */
    unsigned waiting;  /* jobs that are not done */
    gint ending;       /* atomic: jobs are not begun any more */
    volatile int stop; /* ends a search */
} Server;

/* A request that waits for the session. */
typedef struct Job {
    struct evhttp_request *request;
    const Place *place;
    GHashTable *arguments;
    Answer answer;
} Job;

/* -------- answers -------- */

/* Nothing from elsewhere, nothing into a frame, nothing kept. */
static const char *const headers[][2] = {
    {"Content-Security-Policy",
     "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; "
     "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"X-Frame-Options", "DENY"},
    {"Referrer-Policy", "no-referrer"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cache-Control", "no-store"},
};

/* Takes the answer over. */
static void send_answer(struct evhttp_request *request, Answer answer)
{
    struct evkeyvalq *out = evhttp_request_get_output_headers(request);
    struct evbuffer *body = evbuffer_new();
    REQUIRE(body, "no memory for an answer");
    evhttp_add_header(out, "Content-Type", answer.type);
    if (answer.disposition) evhttp_add_header(out, "Content-Disposition", answer.disposition);
    for (size_t i = 0; i < G_N_ELEMENTS(headers); i++)
        evhttp_add_header(out, headers[i][0], headers[i][1]);
    evbuffer_add(body, answer.text, strlen(answer.text));
    evhttp_send_reply(request, answer.status, NULL, body);
    evbuffer_free(body);
    answer_clear(&answer);
}

/* -------- jobs -------- */

static void work(void *data, void *user)
{
    Job *job = data;
    Server *server = user;
    if (!g_atomic_int_get(&server->ending))
        job->answer = job->place->answer(server->opening, job->arguments);
    g_async_queue_push(server->done, job);
    eventfd_write(server->bell, 1);
}

static void job_free(Job *job)
{
    g_hash_table_unref(job->arguments);
    answer_clear(&job->answer);
    g_free(job);
}

static void on_bell(evutil_socket_t bell, short what, void *data)
{
    Server *server = data;
    eventfd_t rung;
    (void)what;
    eventfd_read(bell, &rung);
    for (Job *job; (job = g_async_queue_try_pop(server->done));) {
        server->waiting--;
        if (job->answer.text) send_answer(job->request, job->answer);
        job->answer = (Answer){0};
        job_free(job);
    }
}

static GHashTable *arguments_of(struct evhttp_request *request)
{
    GHashTable *arguments = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    const char *query = evhttp_uri_get_query(evhttp_request_get_evhttp_uri(request));
    struct evkeyvalq pairs;
    if (!query || evhttp_parse_query_str(query, &pairs) != 0) return arguments;
    for (struct evkeyval *pair = pairs.tqh_first; pair; pair = pair->next.tqe_next)
        g_hash_table_insert(arguments, g_strdup(pair->key), g_utf8_make_valid(pair->value, -1));
    evhttp_clear_headers(&pairs);
    return arguments;
}

static void begin_job(Server *server, struct evhttp_request *request, const Place *place)
{
    /* Whoever was to be stopped has stopped if nobody is waited for. */
    if (!server->waiting++) server->stop = 0;
    Job *job = g_new0(Job, 1);
    *job = (Job){.request = request, .place = place, .arguments = arguments_of(request)};
    g_thread_pool_push(server->worker, job, NULL);
}

/* -------- requests -------- */

static const char *method_of(struct evhttp_request *request)
{
    switch (evhttp_request_get_command(request)) {
    case EVHTTP_REQ_GET:
        return "GET";
    case EVHTTP_REQ_POST:
        return "POST";
    default:
        return "";
    }
}

static bool is_welcome(const Server *server, struct evhttp_request *request)
{
    struct evkeyvalq *in = evhttp_request_get_input_headers(request);
    Visitor visitor = {evhttp_find_header(in, "Host"), evhttp_find_header(in, "Origin"),
                       evhttp_find_header(in, "Sec-Fetch-Site")};
    return visitor_is_welcome(&visitor, server->port);
}

static void on_request(struct evhttp_request *request, void *data)
{
    Server *server = data;
    const char *whole = evhttp_uri_get_path(evhttp_request_get_evhttp_uri(request));
    const char *path = whole ? visitor_path(whole, server->token) : NULL;
    int status;
    if (!is_welcome(server, request)) {
        send_answer(request, answer_text(403, "this page is for this machine only\n"));
        return;
    }
    const Place *place = path ? place_find(method_of(request), path, &status) : NULL;
    if (!path)
        send_answer(request, answer_text(404, "there is nothing here; checker explore has printed "
                                              "the whole address\n"));
    else if (!place) send_answer(request, answer_text(status, "there is nothing here\n"));
    else if (place->stops_search) {
        server->stop = 1;
        send_answer(request, place->answer(server->opening, NULL));
    } else if (server->waiting >= MOST_WAITING) {
        send_answer(request, answer_text(503, "too many requests wait already\n"));
    } else {
        begin_job(server, request, place);
    }
}

/* -------- the port -------- */

/* A socket that only this machine can reach, or -1 with errno set. */
static int listen_here(uint16_t port, uint16_t *ret_port)
{
    int enabled = 1, saved;
    int socket_number = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t length = sizeof address;
    if (socket_number < 0) return -1;
    setsockopt(socket_number, SOL_SOCKET, SO_REUSEADDR, &enabled, sizeof enabled);
    if (bind(socket_number, (struct sockaddr *)&address, sizeof address) == 0 &&
        listen(socket_number, MOST_WAITING) == 0 &&
        getsockname(socket_number, (struct sockaddr *)&address, &length) == 0) {
        *ret_port = ntohs(address.sin_port);
        return socket_number;
    }
    saved = errno;
    close(socket_number);
    errno = saved;
    return -1;
}

/* -------- from beginning to end -------- */

static void on_end(evutil_socket_t signal_number, short what, void *data)
{
    Server *server = data;
    (void)signal_number, (void)what;
    event_base_loopbreak(server->base);
}

static void prepare(Server *server, int socket_number)
{
    server->base = event_base_new();
    server->http = server->base ? evhttp_new(server->base) : NULL;
    server->bell = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    server->done = g_async_queue_new();
    server->worker = g_thread_pool_new(work, server, 1, FALSE, NULL);
    REQUIRE(server->http && server->bell >= 0 && server->worker &&
                evhttp_accept_socket(server->http, socket_number) == 0,
            "the page cannot be served");
    evhttp_set_max_headers_size(server->http, MOST_HEADERS);
    evhttp_set_max_body_size(server->http, MOST_BODY);
    evhttp_set_timeout(server->http, IDLE_SECONDS);
    evhttp_set_gencb(server->http, on_request, server);
}

static void serve(Server *server, FILE *out)
{
    struct event *events[] = {
        event_new(server->base, server->bell, EV_READ | EV_PERSIST, on_bell, server),
        evsignal_new(server->base, SIGINT, on_end, server),
        evsignal_new(server->base, SIGTERM, on_end, server),
    };
    for (size_t i = 0; i < G_N_ELEMENTS(events); i++)
        REQUIRE(events[i] && event_add(events[i], NULL) == 0, "the page cannot be served");
    fprintf(out, "http://127.0.0.1:%u/%s/\n", server->port, server->token);
    fputs("This address is a secret of this session; Ctrl-C ends it.\n", out);
    fflush(out);
    event_base_dispatch(server->base);
    for (size_t i = 0; i < G_N_ELEMENTS(events); i++)
        event_free(events[i]);
}

/* Whoever still waits gets no answer. */
static void close_down(Server *server)
{
    g_atomic_int_set(&server->ending, 1);
    server->stop = 1;
    g_thread_pool_free(server->worker, FALSE, TRUE);
    for (Job *job; (job = g_async_queue_try_pop(server->done));)
        job_free(job);
    g_async_queue_unref(server->done);
    evhttp_free(server->http);
    event_base_free(server->base);
    close(server->bell);
    g_free(server->token);
}

int server_run(Opening *opening, FILE *out)
{
    Server server = {.opening = opening};
    int socket_number = listen_here((uint16_t)opening->options->port, &server.port);
    if (socket_number < 0) {
        fprintf(stderr, "checker: port %u of this machine cannot be used: %s\n",
                (unsigned)opening->options->port, g_strerror(errno));
        return STATUS_BAD_INPUT;
    }
    opening->traced.variant->options.interrupted = &server.stop;
    server.token = visitor_token();
    prepare(&server, socket_number);
    serve(&server, out);
    close_down(&server);
    return STATUS_FINE;
}

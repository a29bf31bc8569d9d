#include "checker/interactive/server.h"

#include "checker/interactive/acts.h"
#include "checker/interactive/visitor.h"
#include "checker/program/status.h"
#include "explore_page.h"

#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

enum { MOST_CONNECTIONS = 32, CONNECTION_MEMORY = 32 * 1024, IDLE_SECONDS = 60 };

typedef struct Server {
    Opening *opening;
    GMutex lock; /* of the session; whoever wants to stop a search does not wait for it */
    char *token;
    uint16_t port;
    volatile int stop; /* ends a search */
} Server;

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

static enum MHD_Result send_response(struct MHD_Connection *connection, unsigned status,
                                     struct MHD_Response *response, const char *type)
{
    MHD_add_response_header(response, "Content-Type", type);
    for (size_t i = 0; i < G_N_ELEMENTS(headers); i++)
        MHD_add_response_header(response, headers[i][0], headers[i][1]);
    enum MHD_Result result = MHD_queue_response(connection, status, response);
    MHD_destroy_response(response);
    return result;
}

static struct MHD_Response *response_of(const char *text)
{
    return MHD_create_response_from_buffer(strlen(text), (void *)text, MHD_RESPMEM_MUST_COPY);
}

static enum MHD_Result send_text(struct MHD_Connection *connection, unsigned status,
                                 const char *text)
{
    return send_response(connection, status, response_of(text), "text/plain; charset=utf-8");
}

static enum MHD_Result send_state(Server *server, struct MHD_Connection *connection,
                                  const Reply *reply)
{
    g_autofree char *json = session_json(server->opening, reply);
    unsigned status = reply->bad ? MHD_HTTP_CONFLICT : MHD_HTTP_OK;
    return send_response(connection, status, response_of(json), "application/json");
}

/* -------- what can be asked for -------- */

static enum MHD_Result send_page(struct MHD_Connection *connection, const char *file,
                                 const char *type)
{
    g_autofree char *path = g_strconcat("/checker/explore/", file, NULL);
    g_autoptr(GBytes) bytes = g_resource_lookup_data(explore_page_get_resource(), path,
                                                     G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
    gsize length;
    const void *data = g_bytes_get_data(bytes, &length);
    return send_response(
        connection, MHD_HTTP_OK,
        MHD_create_response_from_buffer(length, (void *)data, MHD_RESPMEM_PERSISTENT), type);
}

static enum MHD_Result get_html(Server *server, struct MHD_Connection *connection)
{
    (void)server;
    return send_page(connection, "page.html", "text/html; charset=utf-8");
}

static enum MHD_Result get_style(Server *server, struct MHD_Connection *connection)
{
    (void)server;
    return send_page(connection, "page.css", "text/css; charset=utf-8");
}

static enum MHD_Result get_script(Server *server, struct MHD_Connection *connection)
{
    (void)server;
    return send_page(connection, "page.js", "text/javascript; charset=utf-8");
}

static enum MHD_Result get_state(Server *server, struct MHD_Connection *connection)
{
    g_mutex_lock(&server->lock);
    enum MHD_Result result = send_state(server, connection, &(Reply){0});
    g_mutex_unlock(&server->lock);
    return result;
}

/* The schedule so far as a file; its paths are from the folder that checker was started in. */
static enum MHD_Result get_trace(Server *server, struct MHD_Connection *connection)
{
    g_mutex_lock(&server->lock);
    g_autofree char *name = opening_trace_name(server->opening);
    g_autoptr(Trace) trace = opening_trace(server->opening, name);
    g_mutex_unlock(&server->lock);
    g_autofree char *text = trace_text(trace);
    g_strcanon(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-", '_');
    g_autofree char *disposition = g_strdup_printf("attachment; filename=\"%s\"", name);
    struct MHD_Response *response = response_of(text);
    MHD_add_response_header(response, "Content-Disposition", disposition);
    return send_response(connection, MHD_HTTP_OK, response, "application/yaml");
}

static enum MHD_Result note_argument(void *data, enum MHD_ValueKind kind, const char *key,
                                     const char *value)
{
    (void)kind;
    g_hash_table_insert(data, g_strdup(key), g_utf8_make_valid(value ? value : "", -1));
    return MHD_YES;
}

static enum MHD_Result post_act(Server *server, struct MHD_Connection *connection)
{
    g_autoptr(GHashTable) arguments =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    MHD_get_connection_values(connection, MHD_GET_ARGUMENT_KIND, note_argument, arguments);
    /* A long search is no idleness. */
    MHD_set_connection_option(connection, MHD_CONNECTION_OPTION_TIMEOUT, 0u);
    g_mutex_lock(&server->lock);
    server->stop = 0;
    Reply reply = act(server->opening, arguments);
    enum MHD_Result result = send_state(server, connection, &reply);
    g_mutex_unlock(&server->lock);
    g_free(reply.text);
    return result;
}

static enum MHD_Result post_stop(Server *server, struct MHD_Connection *connection)
{
    server->stop = 1;
    return send_text(connection, MHD_HTTP_OK, "stopped\n");
}

static const struct {
    const char *method, *path;
    enum MHD_Result (*answer)(Server *server, struct MHD_Connection *connection);
} places[] = {
    {"GET", "", get_html},       {"GET", "page.css", get_style}, {"GET", "page.js", get_script},
    {"GET", "state", get_state}, {"GET", "trace", get_trace},    {"POST", "act", post_act},
    {"POST", "stop", post_stop},
};

/* -------- requests -------- */

static enum MHD_Result dispatch(Server *server, struct MHD_Connection *connection,
                                const char *method, const char *path)
{
    bool known = false;
    for (size_t i = 0; i < G_N_ELEMENTS(places); i++) {
        if (strcmp(places[i].path, path) != 0) continue;
        if (strcmp(places[i].method, method) == 0) return places[i].answer(server, connection);
        known = true;
    }
    return known ? send_text(connection, MHD_HTTP_METHOD_NOT_ALLOWED, "not in this way\n")
                 : send_text(connection, MHD_HTTP_NOT_FOUND, "there is nothing here\n");
}

static const char *header(struct MHD_Connection *connection, const char *name)
{
    return MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
}

static enum MHD_Result answer(void *data, struct MHD_Connection *connection, const char *url,
                              const char *method, const char *version, const char *upload,
                              size_t *upload_size, void **begun)
{
    Server *server = data;
    (void)version, (void)upload;
    /* Nobody has to send anything but an address; what comes is passed over. */
    if (!*begun || *upload_size) {
        *begun = server;
        *upload_size = 0;
        return MHD_YES;
    }
    Visitor visitor = {header(connection, "Host"), header(connection, "Origin"),
                       header(connection, "Sec-Fetch-Site")};
    if (!visitor_is_welcome(&visitor, server->port))
        return send_text(connection, MHD_HTTP_FORBIDDEN, "this page is for this machine only\n");
    const char *path = visitor_path(url, server->token);
    if (!path)
        return send_text(connection, MHD_HTTP_NOT_FOUND,
                         "there is nothing here; checker explore has printed the whole address\n");
    return dispatch(server, connection, method, path);
}

/* -------- the port -------- */

/* A socket that only this machine can reach, or -1 with errno set. */
static int listen_here(uint16_t port, uint16_t *ret_port)
{
    int enabled = 1, saved, socket_number = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t length = sizeof address;
    if (socket_number < 0) return -1;
    setsockopt(socket_number, SOL_SOCKET, SO_REUSEADDR, &enabled, sizeof enabled);
    if (bind(socket_number, (struct sockaddr *)&address, sizeof address) == 0 &&
        listen(socket_number, MOST_CONNECTIONS) == 0 &&
        getsockname(socket_number, (struct sockaddr *)&address, &length) == 0) {
        *ret_port = ntohs(address.sin_port);
        return socket_number;
    }
    saved = errno;
    close(socket_number);
    errno = saved;
    return -1;
}

static struct MHD_Daemon *start(Server *server, int socket_number)
{
    unsigned how = MHD_USE_THREAD_PER_CONNECTION | MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_POLL;
    return MHD_start_daemon(how, server->port, NULL, NULL, answer, server, MHD_OPTION_LISTEN_SOCKET,
                            socket_number, MHD_OPTION_CONNECTION_LIMIT, (unsigned)MOST_CONNECTIONS,
                            MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_SECONDS,
                            MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY,
                            MHD_OPTION_END);
}

/* -------- until it is told to end -------- */

static void serve(Server *server, struct MHD_Daemon *daemon, const sigset_t *ends, FILE *out)
{
    int signal_number;
    fprintf(out, "http://127.0.0.1:%u/%s/\n", server->port, server->token);
    fputs("This address is a secret of this session; Ctrl-C ends it.\n", out);
    fflush(out);
    sigwait(ends, &signal_number);
    server->stop = 1;
    MHD_stop_daemon(daemon);
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
    /* Blocked in every thread that comes, so that the signals wait for this one. */
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGINT);
    sigaddset(&ends, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &ends, NULL);

    server.token = visitor_token();
    g_mutex_init(&server.lock);
    opening->traced.variant->options.interrupted = &server.stop;
    struct MHD_Daemon *daemon = start(&server, socket_number);
    if (daemon) serve(&server, daemon, &ends, out);
    else fprintf(stderr, "checker: the page cannot be served: %s\n", g_strerror(errno));
    g_mutex_clear(&server.lock);
    g_free(server.token);
    return daemon ? STATUS_FINE : STATUS_BROKEN;
}

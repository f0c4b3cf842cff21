vcl 4.1;

# The cache in front of the nodes. It keeps what says that it may be kept (s-maxage), forgets it when a worker
# sends a purge, and passes everything personal by. Run it with -p http_gzip_support=off: nodes compress, each
# coding is a variant of its own with an ETag of its own, and Varnish would know gzip alone.

import directors;
import std;
import xkey;

# --- To be adapted: the nodes, the site's name in the probe, and who may purge ------------------------------

probe alive {
    .request =
        "GET /healthz HTTP/1.1"
        "Host: paper.example"
        "Connection: close";
    .interval = 1s;
    .timeout = 2s;
    .window = 3;
    .threshold = 2;
    .initial = 2;
}

backend node1 {
    .host = "10.0.0.11";
    .port = "8000";
    .probe = alive;
    .connect_timeout = 1s;
    .first_byte_timeout = 30s;
}

backend node2 {
    .host = "10.0.0.12";
    .port = "8000";
    .probe = alive;
    .connect_timeout = 1s;
    .first_byte_timeout = 30s;
}

acl may_purge {
    "localhost";
    "10.0.0.0"/24;
}

sub vcl_init {
    new nodes = directors.round_robin();
    nodes.add_backend(node1);
    nodes.add_backend(node2);
}

# --- What is asked ------------------------------------------------------------------------------------------

sub vcl_recv {
    set req.backend_hint = nodes.backend();

    if (req.method == "PURGE") {
        if (client.ip !~ may_purge) {
            return (synth(403, "Not from there"));
        }
        if (!req.http.xkey-purge) {
            return (synth(400, "Keys are missing"));
        }
        return (synth(200, "Purged: " + xkey.purge(req.http.xkey-purge)));
    }

    if (req.restarts == 0) {
        unset req.http.X-Wanted;
    }
    set req.grace = 1h;
    if (req.http.X-Wanted == "fresh") {
        set req.grace = 0s;
    }

    # Only reading is cached, and only as a stranger. Public pages know no cookie.
    if (req.method != "GET" && req.method != "HEAD") {
        return (pass);
    }
    if (req.url ~ "^/admin/" || req.http.Authorization || req.http.Cookie ~ "(^|;\s*)sessionid=") {
        return (pass);
    }
    unset req.http.Cookie;

    # Three variants of a page, not as many as there are ways to write this header.
    if (req.http.Accept-Encoding ~ "(?i)(^|[,\s])br\s*(,|$|;\s*q=(?!0(\.0*)?\s*(,|$)))") {
        set req.http.Accept-Encoding = "br";
    } else if (req.http.Accept-Encoding ~ "(?i)(^|[,\s])gzip\s*(,|$|;\s*q=(?!0(\.0*)?\s*(,|$)))") {
        set req.http.Accept-Encoding = "gzip";
    } else {
        unset req.http.Accept-Encoding;
    }
    return (hash);
}

sub vcl_hash {
    hash_data(req.http.X-Forwarded-Proto); # pages name their own addresses
}

# --- What is kept, and how long -----------------------------------------------------------------------------

sub vcl_backend_response {
    set beresp.http.xkey = beresp.http.Surrogate-Key;

    if (beresp.status >= 500) {
        if (bereq.is_bgfetch || bereq.http.X-Wanted == "fresh") {
            return (abandon); # there is an old one: what we have stays, and vcl_synth serves it
        }
        set beresp.uncacheable = true;
        return (deliver);
    }
    if (beresp.http.Cache-Control !~ "(s-maxage|max-age)=[1-9]") {
        set beresp.ttl = 0s; # nothing is kept that doesn't ask for it: no default of ours
    }
    if (beresp.ttl > 0s) {
        # A page that is too old is kept for the case that all nodes fail (vcl_hit says when it is used) …
        set beresp.grace = 1h;
        set beresp.http.X-Stale = "0s";
        if (beresp.http.Cache-Control ~ "stale-while-revalidate=[0-9]") {
            set beresp.http.X-Stale =
                regsub(beresp.http.Cache-Control, "^.*stale-while-revalidate=([0-9]+).*$", "\1") + "s";
        }
        # … and is sent on when it is complete: one whose node died half-way is asked for elsewhere.
        set beresp.do_stream = false;
    }
}

sub vcl_hit {
    # Older than the page allows while a node could make a new one: ask for that.
    if (obj.ttl + std.duration(obj.http.X-Stale, 0s) < 0s
        && req.http.X-Wanted != "stale" && std.healthy(req.backend_hint)) {
        set req.http.X-Wanted = "fresh";
        return (restart);
    }
}

sub vcl_backend_error {
    if ((bereq.method == "GET" || bereq.method == "HEAD") && bereq.retries < 2) {
        return (retry); # at the next node
    }
    if (bereq.is_bgfetch || bereq.http.X-Wanted == "fresh") {
        return (abandon);
    }
    set beresp.http.Content-Type = "text/html; charset=utf-8";
    set beresp.http.Retry-After = "10";
    set beresp.body = {"<!doctype html><html lang="en"><meta charset="utf-8"><title>Back in a moment</title>
<h1>Back in a moment</h1><p>The site can’t be reached just now. Please try again in 10 seconds.</p></html>"};
    return (deliver);
}

# --- What is answered ---------------------------------------------------------------------------------------

sub vcl_synth {
    # No node could make a new page, and there is an old one.
    if (resp.status == 503 && req.http.X-Wanted == "fresh") {
        set req.http.X-Wanted = "stale";
        return (restart);
    }
}

sub vcl_deliver {
    # These are for caches that are purged; browsers and others further on ask each time.
    if (resp.http.Cache-Control) {
        set resp.http.Cache-Control =
            regsuball(resp.http.Cache-Control, ",?\s*(s-maxage|stale-while-revalidate)=[0-9]+", "");
    }
    unset resp.http.xkey;
    unset resp.http.Surrogate-Key;
    unset resp.http.X-Stale;
}

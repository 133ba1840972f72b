namespace KServe.Conformance.Tests.Torture;

/// <summary>Group H: heads and bodies that two readers may understand in two ways, byte for byte.</summary>
internal static class Http1Cases
{
    private const string Infer = "POST /v2/models/identity/infer HTTP/1.1\r\n";
    private const string Json = "Host: localhost\r\nContent-Type: application/json\r\n";
    private const string Live = "GET /v2/health/live HTTP/1.1\r\n";

    /// <summary>Gets requests that end the connection with 400 and nothing else.</summary>
    public static IReadOnlyDictionary<string, string> Refused { get; } = new Dictionary<string, string>
    {
        ["H-01 length twice, same"] = Post("Content-Length: 4\r\nContent-Length: 4", "null"),
        ["H-01 length twice, different"] = Post("Content-Length: 4\r\nContent-Length: 5", "null "),
        ["H-01 length list"] = Post("Content-Length: 4, 4", "null"),
        ["H-01 length -1"] = Post("Content-Length: -1", ""),
        ["H-01 length 0x4"] = Post("Content-Length: 0x4", "null"),
        ["H-01 length 4.0"] = Post("Content-Length: 4.0", "null"),
        ["H-01 length empty"] = Post("Content-Length: ", ""),
        ["H-01 length 2^63"] = Post("Content-Length: 9223372036854775808", "null"),
        ["H-01 coding gzip"] = Post("Transfer-Encoding: gzip", "0\r\n\r\n"),
        ["H-01 coding xchunked"] = Post("Transfer-Encoding: xchunked", "0\r\n\r\n"),
        ["H-01 coding chunked, identity"] = Post("Transfer-Encoding: chunked, identity", "0\r\n\r\n"),
        ["H-01 space before the colon"] = Post("Transfer-Encoding : chunked", "0\r\n\r\n"),
        ["H-01 chunk size 0x5"] = Chunked("0x5\r\n  {} \r\n0\r\n\r\n"),
        ["H-01 chunk size -1"] = Chunked("-1\r\n{}\r\n0\r\n\r\n"),
        ["H-01 chunk size +5"] = Chunked("+5\r\n  {} \r\n0\r\n\r\n"),
        ["H-01 chunk size with space before"] = Chunked(" 5\r\n  {} \r\n0\r\n\r\n"),
        ["H-01 chunk without its line end"] = Chunked("2\r\n{}XX0\r\n\r\n"),
        ["H-01 folded header"] = Post("X-A: b\r\n c\r\nContent-Length: 4", "null"),
        ["H-01 NUL in a value"] = Get("Host: localhost\r\nX-A: b\0c"),
        ["H-01 CR in a value"] = Get("Host: localhost\r\nX-A: b\rc"),
        ["H-01 NUL in the path"] = "GET /v2/models/%00 HTTP/1.1\r\nHost: localhost\r\n\r\n",
        ["H-01 raw UTF-8 in the path"] = "GET /v2/models/\u00c3\u00a9 HTTP/1.1\r\nHost: localhost\r\n\r\n",
        ["H-01 absolute form of another host"] =
            "GET http://evil.example/v2/health/live HTTP/1.1\r\nHost: localhost\r\n\r\n",
        ["H-02 length and chunked"] = Post("Content-Length: 4\r\nTransfer-Encoding: chunked", "0\r\n\r\n"),
        ["H-02 chunked and length"] = Post("Transfer-Encoding: chunked\r\nContent-Length: 4", "0\r\n\r\n"),
        ["H-03 length +4"] = Post("Content-Length: +4", "null"),
        ["H-03 length 04"] = Post("Content-Length: 04", "null"),
        ["H-03 bare line feeds"] = "GET /v2/health/live HTTP/1.1\nHost: localhost\n\n",
        ["H-03 bare line feed in a chunk extension"] = Chunked("2;\n{}\r\n0\r\n\r\n"),
        ["H-04 chunk size 80000000"] = Chunked("80000000\r\n{}\r\n0\r\n\r\n"),
        ["H-04 chunk size FFFFFFFF"] = Chunked("FFFFFFFF\r\n{}\r\n0\r\n\r\n"),
        ["H-04 chunk size FFFFFFFFFFFFFFFF"] = Chunked("FFFFFFFFFFFFFFFF\r\n{}\r\n0\r\n\r\n"),
        ["H-13 no host"] = "GET /v2/health/live HTTP/1.1\r\n\r\n",
        ["H-13 two hosts"] = Get("Host: localhost\r\nHost: localhost"),
    };

    /// <summary>Gets requests that are answered with one of some statuses, the connection may stay.</summary>
    public static IReadOnlyDictionary<string, (string Request, int[] Allowed)> Answered { get; } =
        new Dictionary<string, (string Request, int[] Allowed)>
        {
            ["H-01 non-ASCII in a value"] = (Get("Host: localhost\r\nX-A: \u00e9"), [400, 200]),
            ["H-11 URI of 8193"] = ($"GET /{new string('u', 8193)} HTTP/1.1\r\nHost: localhost\r\n\r\n", [414]),
            ["H-11 101 headers"] = (
                Get("Host: localhost\r\n" + string.Join("\r\n", Enumerable.Range(0, 101).Select(static i => $"X{i}: y"))),
                [431]),
            ["H-11 header of 33 KB"] = (Get($"Host: localhost\r\nX-A: {new string('y', 33_000)}"), [431]),
            ["H-13 evil host"] = (Get("Host: evil.example"), [400]),
            ["H-13 evil host with our port"] = (Get("Host: evil.example:8080"), [400]),
            ["H-14 unknown path"] = ("GET /v2/nothing HTTP/1.1\r\nHost: localhost\r\n\r\n", [404]),
            ["H-14 unknown model"] = ("GET /v2/models/nobody HTTP/1.1\r\nHost: localhost\r\n\r\n", [404]),
            ["H-14 wrong verb"] = ("GET /v2/models/identity/infer HTTP/1.1\r\nHost: localhost\r\n\r\n", [405]),
            ["H-14 TRACE"] = ("TRACE /v2/health/live HTTP/1.1\r\nHost: localhost\r\n\r\n", [405]),
            ["H-14 OPTIONS"] = ("OPTIONS /v2/health/live HTTP/1.1\r\nHost: localhost\r\n\r\n", [405]),
            ["H-14 DELETE"] = ("DELETE /v2/models/identity HTTP/1.1\r\nHost: localhost\r\n\r\n", [405]),
            ["H-12 %0d%0a"] = Named("a%0d%0aInjected:%20b"),
            ["H-12 %2e%2e"] = Named("%2e%2e"),
            ["H-12 %2e%2e and a file"] = Named("%2e%2e/%2e%2e/etc/passwd"),
            ["H-12 ../"] = Named("../../etc/passwd"),
            ["H-12 %252e"] = Named("%252e%252e"),
            ["H-12 %c0%ae"] = Named("%c0%ae%c0%ae"),
            ["H-12 backslash"] = Named("..\\..\\x"),
            ["H-12 %5c"] = Named("a%5cb"),
            ["H-12 %2f"] = Named("a%2fb"),
            ["H-12 double slash"] = Named("/identity"),
            ["H-12 ;x"] = Named("identity;x"),
            ["H-12 blank"] = Named("%20"),
            ["H-12 1 MB"] = ($"GET /v2/models/{new string('m', 8000)} HTTP/1.1\r\nHost: localhost\r\n\r\n", [400, 404]),
        };

    /// <summary>Writes a request with a complete body and the end of the connection behind it.</summary>
    public static string Post(string headers, string body) => $"{Infer}{Json}{headers}\r\n\r\n{body}";

    /// <summary>Writes a request with a body in chunks.</summary>
    public static string Chunked(string chunks) => Post("Transfer-Encoding: chunked", chunks);

    private static string Get(string headers) => $"{Live}{headers}\r\n\r\n";

    private static (string Request, int[] Allowed) Named(string name) =>
        ($"POST /v2/models/{name}/infer HTTP/1.1\r\n{Json}Content-Length: 2\r\n\r\n{{}}", [400, 404]);
}

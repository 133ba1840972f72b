using static KServe.Conformance.Tests.Torture.Generation.OpenAiCases;

namespace KServe.Conformance.Tests.Torture.Generation;

/// <summary>Rows O-13, O-14, O-16, O-17, O-18 and O-20: templates, tools, images, names, streams, embeddings.</summary>
internal static class ToolCases
{
    private const string Short = "\"max_tokens\":1";
    private const string Endless =
        """{"type":"object","properties":{"a":{"type":"string","minLength":5000}},"required":["a"]}""";

    private static readonly string Mega = new('a', 1 << 20);

    public static IReadOnlyList<OpenAiCase> All { get; } =
        [.. Templates(), .. Tools(), .. Images(), .. Texts(), .. Streams(), .. Embeddings()];

    private static IEnumerable<OpenAiCase> Templates() =>
    [
        OpenAiCase.Chat("O-13 chat_template", "\"chat_template\":\"{{ messages }}\""),
        .. new[] { "tokenize", "messages", "tools", "chat_template", "bos_token", "add_generation_prompt" }.Select(
            static name => OpenAiCase.Chat($"O-13 kwargs {name}", $"\"chat_template_kwargs\":{{\"{name}\":true}}")),
        OpenAiCase.Chat("O-13 kwargs list", "\"chat_template_kwargs\":[1]"),
        OpenAiCase.Chat(
            "O-13 too many kwargs",
            $"\"chat_template_kwargs\":{{{List(65, static i => $"\"k{i}\":1")}}}"),
        OpenAiCase.Chat("O-13 kwargs", $"\"chat_template_kwargs\":{{\"enable_thinking\":false}},{Short}")
            .Right("\"choices\""),
        new("O-13 endless template", """{"model":"endless","messages":[{"role":"user","content":"Hi"}]}""")
        {
            Parameter = "messages", IsCostly = true,
        },
    ];

    private static IEnumerable<OpenAiCase> Tools() =>
    [
        Named("O-14 name \"; rm", "\\\"; rm -rf /"),
        Named("O-14 name with space", "a b"),
        Named("O-14 name with line", "a\\nb"),
        Named("O-14 no name", ""),
        Named("O-14 name of 65", new string('a', 65)),
        OpenAiCase.Chat("O-14 1 000 tools", $"\"tools\":[{List(1000, static i => Tool($"f{i}"))}]"),
        OpenAiCase.Chat("O-14 same name", $"\"tools\":[{Tool("f")},{Tool("f")}]", "tools[1].function.name"),
        OpenAiCase.Chat("O-14 type", "\"tools\":[{\"type\":\"web_search\"}]", "tools[0].type"),
        OpenAiCase.Chat("O-14 not a list", "\"tools\":{}"),
        OpenAiCase.Chat("O-14 no function", "\"tools\":[{\"type\":\"function\"}]", "tools[0].function"),
        OpenAiCase.Chat("O-14 parameters", $"\"tools\":[{Tool("f", "3")}]", "tools[0].function.parameters"),
        OpenAiCase.Chat("O-14 choice", $"\"tools\":[{Tool("f")}],\"tool_choice\":\"maybe\"", "tool_choice"),
        OpenAiCase.Chat("O-14 required without tools", "\"tool_choice\":\"required\""),
        OpenAiCase.Chat(
            "O-14 choice of another",
            $"\"tools\":[{Tool("f")}],\"tool_choice\":{{\"type\":\"function\",\"function\":{{\"name\":\"g\"}}}}",
            "tool_choice.function.name"),
        OpenAiCase.Chat(
            "O-14 schema that is wrong",
            $"\"tools\":[{Tool("f", "{\"type\":\"stsring\"}")}],\"tool_choice\":\"required\"", "tools"),
        new("O-14 call without function", Calls("""{"id":"1"}"""))
        {
            Parameter = "messages[1].tool_calls[0].function",
        },
        new("O-14 arguments number", Calls("""{"id":"1","function":{"name":"f","arguments":1}}"""))
        {
            Parameter = "messages[1].tool_calls[0].function.arguments",
        },
        new OpenAiCase(
            "O-14 arguments that are no JSON",
            Calls("""{"id":"1","function":{"name":"f","arguments":"{oops"}}""")).Right("\"choices\""),
        OpenAiCase.Chat(
            "O-14 arguments without end",
            $"\"tools\":[{Tool("f", Endless)}],\"tool_choice\":\"required\",\"max_tokens\":40")
            .Right("\"finish_reason\":\"length\""),
    ];

    private static IEnumerable<OpenAiCase> Images() => new[]
    {
        "http://127.0.0.1:CANARY/a.png", "http://localhost:CANARY/a.png", "http://127.1:CANARY/",
        "http://0x7f000001:CANARY/", "http://2130706433:CANARY/", "http://[::1]:CANARY/",
        "http://[::ffff:127.0.0.1]:CANARY/",
        "http://169.254.169.254/latest/meta-data/", "http://a@127.0.0.1:CANARY/", "file:///etc/passwd",
        "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5E"
            + "rkJggg==",
        "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAw1AAAMNQCAYAAAA=",
        $"data:image/png;base64,{Mega}", "", "not a URL",
    }.SelectMany(static url => new[]
    {
        Part(
            $"O-16 {url[..Math.Min(50, url.Length)]}",
            $$$"""{"type":"image_url","image_url":{"url":"{{{url}}}"}}"""),
        Part(
            $"O-16 input_image {url[..Math.Min(50, url.Length)]}",
            $$"""{"type":"input_image","image_url":"{{url}}"}"""),
    }).Append(Part("O-16 audio", """{"type":"input_audio","input_audio":{"data":"","format":"wav"}}"""))
        .Append(Part("O-16 file", """{"type":"file","file":{"file_id":"../../x"}}"""));

    private static IEnumerable<OpenAiCase> Texts() =>
    [
        OpenAiCase.Chat("O-17 cache_salt", $"\"cache_salt\":\"{Mega}\""),
        OpenAiCase.Chat("O-17 cache_salt of 513", $"\"cache_salt\":\"{Mega[..513]}\""),
        OpenAiCase.Chat("O-17 cache_salt number", "\"cache_salt\":1"),
        OpenAiCase.Chat("O-17 user", $"\"user\":\"{Mega}\""),
        OpenAiCase.Chat("O-17 metadata", $$"""
            "metadata":{"a":"{{Mega}}"}
            """),
        OpenAiCase.Completion("O-17 completion", $"\"a\",\"user\":\"{Mega}\"", "user"),
        OpenAiCase.Chat("O-17 512", $"\"cache_salt\":\"{Mega[..512]}\",\"user\":\"{Mega[..512]}\",{Short}")
            .Right("\"choices\""),
    ];

    private static IEnumerable<OpenAiCase> Streams() =>
    [
        OpenAiCase.Chat("O-18 options without stream", "\"stream_options\":{\"include_usage\":true}"),
        OpenAiCase.Chat("O-18 options number", "\"stream_options\":3,\"stream\":true"),
        OpenAiCase.Chat(
            "O-18 include_usage text", "\"stream\":true,\"stream_options\":{\"include_usage\":\"yes\"}",
            "stream_options.include_usage"),
        OpenAiCase.Chat("O-18 wrong and streamed", "\"temperature\":3,\"stream\":true"),
        OpenAiCase.Completion("O-18 token and streamed", "[1536],\"stream\":true"),
    ];

    private static IEnumerable<OpenAiCase> Embeddings() =>
    [
        OpenAiCase.Embedding("O-20 none", "\"input\":null"),
        OpenAiCase.Embedding("O-20 empty list", "\"input\":[]"),
        OpenAiCase.Embedding("O-20 empty text", "\"input\":\"\""),
        OpenAiCase.Embedding("O-20 empty text in a list", "\"input\":[\"a\",\"\"]"),
        OpenAiCase.Embedding("O-20 10 000", $"\"input\":[{Repeat("\"a\"", 10_000)}]"),
        OpenAiCase.Embedding("O-20 number", "\"input\":1"),
        OpenAiCase.Embedding("O-20 token -1", "\"input\":[-1]", "input[0]"),
        OpenAiCase.Embedding("O-20 token 2^31 - 1", "\"input\":[2147483647]"),
        OpenAiCase.Embedding("O-20 dims 0", "\"input\":\"a\",\"dimensions\":0", "dimensions"),
        OpenAiCase.Embedding("O-20 dims -1", "\"input\":\"a\",\"dimensions\":-1", "dimensions"),
        OpenAiCase.Embedding("O-20 dims 1e9", "\"input\":\"a\",\"dimensions\":1000000000", "dimensions"),
        OpenAiCase.Embedding("O-20 format", "\"input\":\"a\",\"encoding_format\":\"hex\"", "encoding_format"),
        OpenAiCase.Embedding("O-20 long", $"\"input\":\"{string.Concat(Enumerable.Repeat("word ", 100_000))}\"") with
        {
            Code = "context_length_exceeded",
        },
        new("O-20 chat model", """{"model":"chat","input":"a"}""")
        {
            Path = "embeddings", Status = 404, Parameter = "model", Code = "model_not_found",
        },
        OpenAiCase.Embedding("O-20 base64", "\"input\":\"a\",\"encoding_format\":\"base64\"")
            .Right("\"embedding\":\""),
        OpenAiCase.Embedding("O-20 float", "\"input\":[\"a\",\"b\"]").Right("\"embedding\":["),
    ];

    private static string List(int count, Func<int, string> item) =>
        string.Join(',', Enumerable.Range(0, count).Select(item));

    private static OpenAiCase Named(string name, string tool) =>
        OpenAiCase.Chat(name, $"\"tools\":[{Tool(tool)}]", "tools[0].function.name");

    private static string Tool(string name, string parameters = "{}") =>
        $$$"""{"type":"function","function":{"name":"{{{name}}}","parameters":{{{parameters}}}}}""";

    private static string Calls(string call) =>
        $$"""
        {"model":"chat","messages":[{"role":"user","content":"Hi"},
         {"role":"assistant","content":null,"tool_calls":[{{call}}]}],{{Short}}}
        """;

    private static OpenAiCase Part(string name, string part) => new(
        name, $$"""{"model":"chat","messages":[{"role":"user","content":[{{part}}]}],{{Short}}}""")
    {
        Parameter = "messages[0].content[0].type",
    };
}

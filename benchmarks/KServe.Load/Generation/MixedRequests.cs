namespace KServe.Load.Generation;

/// <summary>Makes the requests of the mix: chats, prefixes, schemas, tools, embeddings, and wrong ones.</summary>
internal static class MixedRequests
{
    private const string Chat = "/v1/chat/completions";
    private const string Other = "/openai/v1/chat/completions";
    private const string Model = "\"model\":\"" + GenerationServer.Model + "\"";
    private const string Encoder = "\"model\":\"" + GenerationServer.Embeddings + "\"";
    private const string Greedy = "\"temperature\":0";

    private const string Weather =
        """
        "tools":[{"type":"function","function":{"name":"get_weather","parameters":{"type":"object",
         "properties":{"location":{"type":"string"}},"required":["location"]}}}],"tool_choice":"required"
        """;

    private static readonly string[] Cities = ["Paris", "Rome", "Berlin", "Madrid", "London", "Vienna"];

    // Each long enough for several blocks of the cache.
    private static readonly string[] Prefixes =
    [
        .. Enumerable.Range(0, 8).Select(static i =>
            string.Concat(Enumerable.Repeat($"You are assistant {i}. Answer in few words and be polite. ", 10))),
    ];

    private static readonly (string Path, string Fields)[] Wrong =
    [
        (Chat, $"{Model},\"messages\":[]"),
        (Chat, $"{Model},{Ask("Hi")},\"temperature\":3"),
        (Chat, $"{Model},{Ask("Hi")},\"structured_outputs\":{{\"regex\":\"(\"}}"),
        (Other, $"{Model},{Ask("Hi")},\"response_format\":{{\"type\":\"json_schema\"}}"),
        ("/v1/completions", $"{Model},\"prompt\":[-1]"),
        ("/v1/completions", $"{Model},\"prompt\":\"{new string('x', 1 << 16)}\""),
        ("/v1/embeddings", $"{Encoder},\"input\":[]"),
    ];

    /// <summary>Makes a request whose answer takes so long that it can be given up in its middle.</summary>
    /// <param name="random">Chooses what is asked.</param>
    public static MixedRequest MakeLong(Random random) => new(
        "long", random.Next(2) == 0 ? Chat : Other,
        $"{Model},{Ask($"Tell me {random.Next(20)} stories.")},\"n\":4,\"max_tokens\":400,\"ignore_eos\":true")
    {
        CanStream = true,
    };

    /// <summary>Makes a request.</summary>
    /// <param name="number">Its number, which makes what must be new each time.</param>
    /// <param name="random">Chooses the kind and what is asked.</param>
    public static MixedRequest Make(long number, Random random) => random.Next(10) switch
    {
        0 or 1 => new MixedRequest("chat", random.Next(2) == 0 ? Chat : Other, Short($"What is {random.Next(50)} + 1?"))
        {
            CanStream = true, IsRepeatable = true,
        },
        2 or 3 => new MixedRequest("prefix", Chat, Prefixed(random))
        {
            CanStream = true, IsRepeatable = true,
        },
        4 => new MixedRequest("schema", Chat, Schema(random.Next(50))) { CanStream = true, IsRepeatable = true },
        5 => new MixedRequest("new schema", Other, Schema(1000 + number)) { CanStream = true },
        6 => new MixedRequest("tool", Chat, Tool(Cities[random.Next(Cities.Length)])) { IsRepeatable = true },
        7 => new MixedRequest("choices", "/v1/completions", Choices(random)) { CanStream = true },
        8 => new MixedRequest("embeddings", "/v1/embeddings", Texts(1 + random.Next(4))),
        _ => MakeWrong(random),
    };

    private static MixedRequest MakeWrong(Random random)
    {
        var (path, fields) = Wrong[random.Next(Wrong.Length)];
        return new MixedRequest("wrong", path, fields) { Status = 400 };
    }

    private static string Ask(string text) => $$"""
        "messages":[{"role":"user","content":"{{text}}"}]
        """;

    private static string Short(string question) => $"{Model},{Ask(question)},{Greedy},\"max_tokens\":12";

    private static string Prefixed(Random random) => $$"""
        {{Model}},{{Greedy}},"max_tokens":8,"messages":[
         {"role":"system","content":"{{Prefixes[random.Next(Prefixes.Length)]}}"},
         {"role":"user","content":"What is {{random.Next(20)}} + 2?"}]
        """;

    private static string Schema(long number) => $$$"""
        {{{Model}}},{{{Ask("Hi")}}},{{{Greedy}}},"max_tokens":40,"response_format":{"type":"json_schema",
         "json_schema":{"name":"x","schema":{"type":"object","properties":{"n":{"const":{{{number}}}}},
         "required":["n"],"additionalProperties":false} } }
        """;

    private static string Tool(string city) =>
        $"{Model},{Ask($"What is the weather in {city}?")},{Greedy},\"max_tokens\":60,{Weather}";

    private static string Choices(Random random) => $$"""
        {{Model}},"prompt":"The capital of","n":2,"seed":{{random.Next(1000)}},"temperature":1,"max_tokens":10
        """;

    private static string Texts(int count)
    {
        var texts = Enumerable.Range(0, count).Select(static i => $"\"a text of number {i}\"");
        return $"{Encoder},\"input\":[{string.Join(',', texts)}]";
    }
}

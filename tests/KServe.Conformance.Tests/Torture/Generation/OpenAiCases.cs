using System.Text;

namespace KServe.Conformance.Tests.Torture.Generation;

/// <summary>Rows O-01 to O-08: what a request says of messages, prompts and sampling.</summary>
internal static class OpenAiCases
{
    private const string Short = "\"max_tokens\":1";
    private const int Context = 512;
    private static readonly string Mega = new('a', 1 << 20);

    private static readonly string Words = string.Concat(Enumerable.Repeat("many words ", 100_000));

    public static IReadOnlyList<OpenAiCase> All { get; } =
    [
        .. Temperatures(), .. Numbers(), .. Messages(), .. Models(), .. Stops(), .. Biases(), .. Prompts(),
        .. Lengths(), .. Responses(), .. GrammarCases.All, .. ToolCases.All,
    ];

    public static string Repeat(string item, int count) => string.Join(',', Enumerable.Repeat(item, count));

    private static IEnumerable<OpenAiCase> Temperatures() =>
    [
        .. new[] { "-0.1", "2.1", "\"NaN\"", "1e999", "\"1\"", "true", "[1]", "{}", "1e39" }.Select(static value =>
            OpenAiCase.Chat($"O-01 temperature {value}", $"\"temperature\":{value}")),
        OpenAiCase.Chat("O-01 NaN", "\"temperature\":NaN") with { Parameter = null },
        OpenAiCase.Chat("O-01 Infinity", "\"temperature\":-Infinity") with { Parameter = null },
        OpenAiCase.Chat("O-01 null", $"\"temperature\":null,{Short}").Right("\"finish_reason\":\"length\""),
        OpenAiCase.Chat("O-01 0", $"\"temperature\":0,{Short}").Right("\"finish_reason\":\"length\""),
        OpenAiCase.Chat("O-01 2", $"\"temperature\":2,{Short}").Right("\"finish_reason\":"),
        OpenAiCase.Completion("O-01 completion", "\"a\",\"temperature\":2.1", "temperature"),
    ];

    private static IEnumerable<OpenAiCase> Numbers() =>
    [
        .. new[]
        {
            "\"top_p\":0", "\"top_p\":1.1", "\"top_p\":-1", "\"presence_penalty\":2.1", "\"presence_penalty\":-2.1",
            "\"frequency_penalty\":2.1", "\"frequency_penalty\":-2.1", "\"repetition_penalty\":0", "\"max_tokens\":-1",
            "\"max_tokens\":0", "\"max_tokens\":2147483648", "\"max_tokens\":1.5", "\"max_tokens\":\"1\"",
            "\"max_completion_tokens\":0", "\"max_completion_tokens\":-1", "\"min_tokens\":-1",
            "\"min_tokens\":3,\"max_tokens\":2", "\"n\":0", "\"n\":129", "\"n\":-1", "\"n\":2,\"temperature\":0",
            "\"logprobs\":100", "\"top_logprobs\":21,\"logprobs\":true", "\"top_logprobs\":2", "\"prompt_logprobs\":-2",
            "\"seed\":18446744073709551616", "\"seed\":9223372036854775808", "\"seed\":0.5", "\"top_k\":-2",
            "\"min_p\":1.1", "\"min_p\":-0.1", "\"stop_token_ids\":[1536]", "\"stop_token_ids\":3",
            "\"allowed_token_ids\":[]", "\"allowed_token_ids\":[1536]", "\"bad_words\":[\"\"]", "\"priority\":1.5",
            "\"logprob_token_ids\":[1536],\"logprobs\":true", "\"logprob_token_ids\":[1]",
            $"\"stop_token_ids\":[{Repeat("1", 129)}]", $"\"bad_words\":[{Repeat("\"x\"", 1025)}]",
            "\"echo\":1", "\"stream\":\"true\"", "\"use_beam_search\":true", "\"best_of\":2",
        }.Select(static fields => OpenAiCase.Chat($"O-02 {fields[..Math.Min(50, fields.Length)]}", fields)),
        OpenAiCase.Chat(
            "O-02 repetition", "\"repetition_detection\":{\"max_pattern_size\":3,\"min_count\":1}",
            "repetition_detection.min_count"),
        OpenAiCase.Completion("O-02 completion logprobs", "\"a\",\"logprobs\":100", "logprobs"),
        OpenAiCase.Completion("O-02 completion max_tokens", "\"a\",\"max_tokens\":0", "max_tokens"),
        OpenAiCase.Chat("O-02 edges", $"\"seed\":-9223372036854775808,\"top_p\":1,\"n\":2,{Short}")
            .Right("\"index\":1"),
    ];

    private static IEnumerable<OpenAiCase> Messages() =>
    [
        new("O-03 no messages", """{"model":"chat"}""") { Parameter = "messages" },
        Message("O-03 null", "null") with { Parameter = "messages" },
        Message("O-03 empty", "[]") with { Parameter = "messages" },
        Message("O-03 text", "\"Hi\"") with { Parameter = "messages" },
        Message("O-03 not an object", "[1]") with { Parameter = "messages[0]" },
        Message("O-03 no role", """[{"content":"x"}]""") with { Parameter = "messages[0].role" },
        Message("O-03 role", """[{"role":"boss","content":"x"}]""") with { Parameter = "messages[0].role" },
        Message("O-03 role number", """[{"role":1,"content":"x"}]""") with { Parameter = "messages[0].role" },
        Message("O-03 content null", """[{"role":"user","content":null}]""") with
        {
            Parameter = "messages[0].content",
        },
        Message("O-03 content 123", """[{"role":"user","content":123}]""") with { Parameter = "messages[0].content" },
        Message("O-03 second", """[{"role":"user","content":"x"},{"role":"tool","content":{}}]""") with
        {
            Parameter = "messages[1].content",
        },
        Message("O-03 part", """[{"role":"user","content":["x"]}]""") with { Parameter = "messages[0].content[0]" },
        Message("O-03 surrogate", """[{"role":"user","content":"\udc00"}]""") with
        {
            Parameter = "messages[0].content",
        },
        Message("O-03 100 000", $"[{Repeat("{\"role\":\"user\",\"content\":\"x\"}", 100_000)}]") with
        {
            Parameter = "messages",
        },
        new("O-03 not an object at all", "[]"),
        new("O-03 no JSON", "{"),
        new("O-03 twice", """{"model":"chat","messages":[],"messages":[]}"""),
        new("O-03 nested", new StringBuilder().Append('[', 100_000).ToString()),
    ];

    private static IEnumerable<OpenAiCase> Models()
    {
        yield return Model("O-04 absent", "null") with { Parameter = "model" };
        yield return Model("O-04 number", "1") with { Parameter = "model" };
        yield return Model("O-04 1 MB", $"\"{Mega}\"") with { Parameter = "model" };
        foreach (var name in new[] { "absent", "../x", "chat/../chat", "", "chat\\u0000", "CHAT", "embed", ".." })
        {
            yield return Model($"O-04 {name}", $"\"{name}\"") with
            {
                Status = 404, Parameter = "model", Code = "model_not_found",
            };
        }
    }

    private static IEnumerable<OpenAiCase> Stops() =>
    [
        .. new[] { "\"\"", $"\"{Mega}\"", "\"\\ud800\"", $"[{Repeat("\"a\"", 100)}]", "[\"\"]", "{}", "1" }.Select(
            static value => OpenAiCase.Chat($"O-05 {value[..Math.Min(20, value.Length)]}", $"\"stop\":{value}")),
        OpenAiCase.Chat("O-05 number in it", "\"stop\":[\"a\",1]", "stop[1]"),
        OpenAiCase.Chat("O-05 surrogate in it", "\"stop\":[\"\\udfff\"]", "stop[0]"),
        OpenAiCase.Completion("O-05 completion", "\"a\",\"stop\":\"\"", "stop"),
        OpenAiCase.Chat("O-05 four", $"\"stop\":[\"a\",\"b\",\"c\",\"d\"],{Short}").Right("\"choices\""),
    ];

    private static IEnumerable<OpenAiCase> Biases() =>
    [
        .. new[]
        {
            "{\"-1\":1}", "{\"2147483648\":1}", "{\"1536\":1}", "{\"1\":1e9}", "{\"1\":-100.5}", "{\"x\":1}", "[1]",
            "{\"+1\":1}", "{\" 1\":1}", "{\"1.0\":1}",
        }.Select(static value => OpenAiCase.Chat($"O-06 {value}", $"\"logit_bias\":{value}")),
        OpenAiCase.Chat("O-06 text", "\"logit_bias\":{\"1\":\"1\"}", "logit_bias.1"),
        OpenAiCase.Chat(
            "O-06 too many",
            $"\"logit_bias\":{{{string.Join(',', Enumerable.Range(0, 1025).Select(static i => $"\"{i}\":1"))}}}"),
        OpenAiCase.Chat("O-06 edges", $"\"logit_bias\":{{\"0\":-100,\"1535\":100}},{Short}").Right("\"choices\""),
    ];

    private static IEnumerable<OpenAiCase> Prompts() =>
    [
        OpenAiCase.Completion("O-07 100 000 texts", $"[{Repeat("\"a\"", 100_000)}]"),
        OpenAiCase.Completion("O-07 token -1", "[-1]", "prompt[0]"),
        OpenAiCase.Completion("O-07 token 1536", "[1,1536]"),
        OpenAiCase.Completion("O-07 token 1536 of a list", "[[1],[1536]]"),
        OpenAiCase.Completion("O-07 token 2^31", "[2147483648]", "prompt[0]"),
        OpenAiCase.Completion("O-07 token 1.5", "[1,1.5]", "prompt[1]"),
        OpenAiCase.Completion("O-07 empty list", "[]"),
        OpenAiCase.Completion("O-07 empty tokens", "[[]]", "prompt[0]"),
        OpenAiCase.Completion("O-07 empty text", "\"\""),
        OpenAiCase.Completion("O-07 null", "null"),
        OpenAiCase.Completion("O-07 number", "3"),
        OpenAiCase.Completion("O-07 object", "{}"),
        OpenAiCase.Completion("O-07 mixed", "[\"a\",3]", "prompt[1]"),
        OpenAiCase.Completion("O-07 surrogate", "\"\\ud800\""),
        OpenAiCase.Completion("O-07 tokens", $"[100,200],{Short}").Right("\"prompt_tokens\":2,"),
    ];

    private static IEnumerable<OpenAiCase> Lengths() =>
    [
        TooLong("O-08 context + 1", Context + 1),
        TooLong("O-08 context", Context),
        TooLong("O-08 1 000 000 tokens", 1_000_000),
        OpenAiCase.Completion("O-08 context - 1", $"[{Repeat("100", Context - 1)}],\"max_tokens\":2")
            .Right("\"finish_reason\":\"length\""),
        OpenAiCase.Completion("O-08 second of two", $"[\"a\",\"{new string('x', 1 << 14)}\"]") with
        {
            Code = "context_length_exceeded",
        },
        OpenAiCase.Completion("O-08 1 MB of one letter", $"\"{Mega}\"") with { Code = "context_length_exceeded" },
        OpenAiCase.Completion("O-08 1 MB of words", $"[\"a\",\"{Words}\"]") with { Code = "context_length_exceeded" },
        OpenAiCase.Response("O-08 1 MB response", $"\"input\":\"{Words}\"", "input") with
        {
            Code = "context_length_exceeded",
        },
        OpenAiCase.Embedding("O-08 1 MB embedding", $"\"input\":[\"a\",\"{Words}\"]") with
        {
            Code = "context_length_exceeded",
        },
        Message("O-08 chat", $$"""[{"role":"user","content":"{{Mega}}"}]""") with
        {
            Parameter = "messages", Code = "context_length_exceeded",
        },
    ];

    private static IEnumerable<OpenAiCase> Responses() =>
    [
        OpenAiCase.Response("O-01 response", "\"input\":\"Hi\",\"temperature\":2.1", "temperature"),
        OpenAiCase.Response("O-02 response", "\"input\":\"Hi\",\"max_output_tokens\":0", "max_output_tokens"),
        OpenAiCase.Response("O-02 response top_p", "\"input\":\"Hi\",\"top_p\":0", "top_p"),
        OpenAiCase.Response("O-03 response without input", "\"temperature\":1", "input"),
        OpenAiCase.Response("O-03 response of a number", "\"input\":1", "input"),
        OpenAiCase.Response(
            "O-08 response", $"\"input\":\"{string.Concat(Enumerable.Repeat("many words ", 1000))}\"", "input") with
        {
            Code = "context_length_exceeded",
        },
        OpenAiCase.Response(
            "O-09 response",
            "\"input\":\"Hi\",\"text\":{\"format\":{\"type\":\"json_schema\",\"name\":\"x\",\"schema\":{\"type\":1}}}",
            "text.format.schema"),
    ];

    private static OpenAiCase TooLong(string name, int length) =>
        OpenAiCase.Completion(name, $"[{Repeat("100", length)}],{Short}") with { Code = "context_length_exceeded" };

    private static OpenAiCase Message(string name, string messages) =>
        new(name, $$"""{"model":"chat","messages":{{messages}}}""");

    private static OpenAiCase Model(string name, string model) =>
        new(name, $$"""{"model":{{model}},"messages":[{"role":"user","content":"Hi"}]}""");
}

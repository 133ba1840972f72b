using KServe.Runtime.Generative.Tools;

namespace KServe.Runtime.Generative.Tests.Tools;

public sealed class ToolCallParserTests
{
    private static readonly string[] Pieces =
    [
        "<tool_call>", "</tool_call>", "[TOOL_CALLS]", "[ARGS]", "<|python_tag|>", "{\"name\":\"f\",\"arguments\":{\"a\":\"}\"}}",
        "{\"name\": \"g\", \"parameters\": {}}", "[{\"name\":\"f\",\"arguments\":{}},{\"name\":\"g\",\"arguments\":\"{}\"}]",
        " ", "\n", "text", "{", "}", "\"", "\\", "[", "]", ";", "\u00A0", "<tool", "_call>", "f{\"x\":[1]}", "<|py", "é",
    ];

    [Theory]
    [InlineData((int)ToolCallFormat.Hermes, "Sure.\n<tool_call>\n{\"name\": \"f\", \"arguments\": {\"a\": 1}}\n</tool_call>", "Sure.|f({\"a\": 1})")]
    [InlineData((int)ToolCallFormat.Hermes, "<tool_call>{\"name\":\"f\",\"arguments\":{}}</tool_call>\n<tool_call>{\"name\":\"g\",\"arguments\":{}}</tool_call>", "f({})|g({})")]
    [InlineData((int)ToolCallFormat.Hermes, "<tool_call>{\"name\":\"f\",\"arguments\":{\"x\":\"y\"}}", "f({\"x\":\"y\"})")]
    [InlineData((int)ToolCallFormat.Hermes, "a <tool_call>{bad}</tool_call> b", "a <tool_call>{bad}</tool_call> b")]
    [InlineData((int)ToolCallFormat.Hermes, "<tool_call>{\"name\":\"f\",\"arguments\":{\"a\":\"</tool_call>\\\"\"}}</tool_call>!", "f({\"a\":\"</tool_call>\\\"\"})|!")]
    [InlineData((int)ToolCallFormat.Hermes, "<tool_call>{\"a</tool_call>\n<tool_call>{\"name\":\"f\",\"arguments\":{}}</tool_call>", "<tool_call>{\"a</tool_call>|f({})")]
    [InlineData((int)ToolCallFormat.Llama3, "\u00A0{\"name\":\"f\",\"parameters\":{}}", "\u00A0{\"name\":\"f\",\"parameters\":{}}")]
    [InlineData((int)ToolCallFormat.Hermes, "no call <tool_ca", "no call <tool_ca")]
    [InlineData((int)ToolCallFormat.Hermes, " just text \n", " just text \n")]
    [InlineData((int)ToolCallFormat.Hermes, "<tool_call>{\"name\":\"f\",\"arguments\":{}}</tool_call> done \n", "f({})|done \n")]
    [InlineData((int)ToolCallFormat.Llama3, "{\"name\": \"f\", \"parameters\": {\"a\": \"}\\\"\"}}", "f({\"a\": \"}\\\"\"})")]
    [InlineData((int)ToolCallFormat.Llama3, "<|python_tag|>{\"name\":\"f\",\"parameters\":{}}; {\"name\":\"g\",\"parameters\":{}}", "f({})|g({})")]
    [InlineData((int)ToolCallFormat.Llama3, "{\"answer\": 1}", "{\"answer\": 1}")]
    [InlineData((int)ToolCallFormat.Llama3, "The object {\"name\":\"f\",\"parameters\":{}}", "The object {\"name\":\"f\",\"parameters\":{}}")]
    [InlineData((int)ToolCallFormat.Llama3, "{\"name\":\"f\",\"parameters\":{", "{\"name\":\"f\",\"parameters\":{")]
    [InlineData((int)ToolCallFormat.Mistral, "[TOOL_CALLS] [{\"name\":\"f\",\"arguments\":{\"a\":[1]}},{\"name\":\"g\",\"arguments\":{}}]", "f({\"a\":[1]})|g({})")]
    [InlineData((int)ToolCallFormat.Mistral, "Hi[TOOL_CALLS]f[ARGS]{\"a\":1}[TOOL_CALLS]g{}", "Hi|f({\"a\":1})|g({})")]
    [InlineData((int)ToolCallFormat.Mistral, "[TOOL_CALLS][{\"no\":1}]", "[TOOL_CALLS][{\"no\":1}]")]
    [InlineData((int)ToolCallFormat.Mistral, "[TOOL_CALLS] nothing", "[TOOL_CALLS] nothing")]
    public void Parse_WholeAnswer_GivesTextAndCalls(int format, string text, string expected)
    {
        Assert.Equal(expected, Describe(ToolCallParser.Parse((ToolCallFormat)format, text)));
    }

    [Theory]
    [InlineData((int)ToolCallFormat.Hermes)]
    [InlineData((int)ToolCallFormat.Llama3)]
    [InlineData((int)ToolCallFormat.Mistral)]
    public void Append_AnySplit_GivesTheSameAsWhole(int format)
    {
        var random = new Random(11);
        for (var round = 0; round < 1500; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 9)).Select(_ => Pieces[random.Next(Pieces.Length)]));
            var whole = Describe(ToolCallParser.Parse((ToolCallFormat)format, text));
            foreach (var most in new[] { 1, 3, 12 })
            {
                var parser = new ToolCallParser((ToolCallFormat)format);
                List<ToolCallPart> parts = [];
                for (var at = 0; at < text.Length;)
                {
                    var length = Math.Min(random.Next(1, most + 1), text.Length - at);
                    parts.AddRange(parser.Append(text.Substring(at, length)));
                    at += length;
                }

                parts.AddRange(parser.Complete());
                Assert.Equal(whole, Describe(parts));
            }
        }
    }

    [Fact]
    public void Parse_CallPastTheLimit_IsText()
    {
        var text = "<tool_call>{\"name\":\"f\",\"arguments\":{\"a\":\"" + new string('x', 1 << 20) + "\"}}</tool_call>";
        Assert.Equal(text, Describe(ToolCallParser.Parse(ToolCallFormat.Hermes, text)));
    }

    // Neighbouring texts are one, as a client that puts parts together sees them.
    private static string Describe(IReadOnlyList<ToolCallPart> parts)
    {
        var result = new System.Text.StringBuilder();
        var wasText = false;
        foreach (var part in parts)
        {
            var joins = result.Length == 0 || (wasText && part.Text is not null);
            result.Append(joins ? "" : "|").Append(part.Text ?? $"{part.Call!.Name}({part.Call.Arguments})");
            wasText = part.Text is not null;
        }

        return result.ToString();
    }
}

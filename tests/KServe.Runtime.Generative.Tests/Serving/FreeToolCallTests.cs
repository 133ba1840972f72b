using System.Text;
using System.Text.Json;
using KServe.Runtime.Generative.Grammars;
using KServe.Runtime.Generative.Serving.ToolCalls;
using KServe.Runtime.Generative.Tools;

namespace KServe.Runtime.Generative.Tests.Serving;

/// <summary>Answers that may call tools, some of them strict.</summary>
public sealed class FreeToolCallTests
{
    private static readonly ToolDefinition[] Tools =
    [
        Tool("get_weather", """{"type":"object","properties":{"city":{"type":"string"},"days":{"type":"integer"}},"required":["city","days"],"additionalProperties":false}""") with { IsStrict = true },
        Tool("note", """{"type":"object","properties":{"text":{"type":"string"}},"required":["text"]}"""),
    ];

    [Theory]
    [InlineData("Hermes", "No call at all, {\"name\": 1} [TOOL_CALLS] <|python_tag|>", true)]
    [InlineData("Hermes", "<tool_call", true)]
    [InlineData("Hermes", "<<tool_call>>", false)]
    [InlineData("Hermes", "Hm. <tool_call>\n{\"name\": \"get_weather\", \"arguments\": {\"city\": \"Rome\", \"days\": 2}}\n</tool_call> Done <tool_", true)]
    [InlineData("Hermes", "<tool_call>{\"name\":\"note\",\"arguments\":{\"other\":[1]}}</tool_call>\n<tool_call>{\"name\":\"get_weather\",\"arguments\":{\"city\":\"</tool_call>\",\"days\":1}}</tool_call>", true)]
    [InlineData("Hermes", "<tool_call>{\"name\":\"get_weather\",\"arguments\":{\"city\":\"Rome\"}}</tool_call>", false)]
    [InlineData("Hermes", "a <tool_call>{\"name\":\"other\",\"arguments\":{}}</tool_call>", false)]
    [InlineData("Hermes", "<tool_call>{\"name\":\"note\",\"arguments\":{}}", false)]
    [InlineData("Mistral", "Text {} <tool_call>{}</tool_call> [TOOL_CALL", true)]
    [InlineData("Mistral", "So:[TOOL_CALLS] [{\"name\":\"get_weather\",\"arguments\":{\"city\":\"Rome\",\"days\":2}},{\"name\":\"note\",\"arguments\":{}}] ok", true)]
    [InlineData("Mistral", "[TOOL_CALLS]get_weather[ARGS]{\"city\":\"Rome\",\"days\":2}[TOOL_CALLS]note{\"x\":1}.", true)]
    [InlineData("Mistral", "[TOOL_CALLS]get_weather[ARGS]{\"city\":\"Rome\",\"days\":\"2\"}", false)]
    [InlineData("Mistral", "[TOOL_CALLS]other{}", false)]
    [InlineData("Mistral", "[TOOL_CALLS] [{\"name\":\"get_weather\",\"arguments\":{}}]", false)]
    [InlineData("Mistral", "[[TOOL_CALLS]x", false)]
    [InlineData("Llama3", "It has {\"name\": 1} inside", true)]
    [InlineData("Llama3", " \n{\"name\": \"get_weather\", \"parameters\": {\"city\": \"Rome\", \"days\": 2}}; {\"type\": \"function\", \"name\":\"note\",\"parameters\":{}} {\"name\":\"note\",\"parameters\":{}} end {", true)]
    [InlineData("Llama3", "<|python_tag|>{\"name\":\"note\",\"parameters\":{}}; {\"name\":\"note\",\"parameters\":{}}", true)]
    [InlineData("Llama3", "So <|python_tag|> {\"name\":\"note\",\"parameters\":{}} {\"not\": 1}", true)]
    [InlineData("Llama3", "{\"name\": \"get_weather\", \"parameters\": {\"city\": \"Rome\"}}", false)]
    [InlineData("Llama3", "{\"answer\": 1}", false)]
    [InlineData("Llama3", "{\"name\":\"note\",\"parameters\":{}};{\"name\":\"get_weather\",\"parameters\":{}}", false)]
    [InlineData("Llama3", "So <|python_tag|>print(1)", false)]
    [InlineData("Llama3", "<|python_<|python_tag|>{\"x\"", false)]
    [InlineData("Llama3", "<|py{\"x\": 1}", true)]
    public void Allow_Text_IsTakenWhereItsCallsAreRight(string form, string text, bool isTaken)
    {
        Assert.Equal(isTaken, Takes(form, text, isParallel: true));
        if (isTaken)
        {
            Assert.All(Parse(form, text), Check);
        }
    }

    [Theory]
    [InlineData("Hermes", "<tool_call>{\"name\":\"note\",\"arguments\":{}}</tool_call>", " and <tool_call", ">")]
    [InlineData("Mistral", "[TOOL_CALLS]note{}", " and [TOOL_CALLS", "]")]
    [InlineData("Mistral", "[TOOL_CALLS][{\"name\":\"note\",\"arguments\":{}}]", "\n", "[TOOL_CALLS]")]
    [InlineData("Llama3", "{\"name\":\"note\",\"parameters\":{}}", " ; ", "{")]
    [InlineData("Llama3", "{\"name\":\"note\",\"parameters\":{}}", " and { <|python_tag|", ">")]
    [InlineData("Llama3", "a<|python_tag|>{\"name\":\"note\",\"parameters\":{}}", " and {", "<|python_tag|>")]
    public void Allow_OneCallOnly_LeavesTheRestToText(string form, string call, string text, string opener)
    {
        Assert.True(Takes(form, call + text, isParallel: false));
        Assert.False(Takes(form, call + text + opener, isParallel: false));
        Assert.Single(Parse(form, call + text));
    }

    [Theory]
    [InlineData("Hermes")]
    [InlineData("Mistral")]
    [InlineData("Llama3")]
    public void Allow_WriterWhoBreaksTheSchemas_CallsByThemAllTheSame(string form)
    {
        string[] wishes = form switch
        {
            "Hermes" =>
            [
                "Sure. <tool_call>{\"name\": \"get_weather\", \"arguments\": {\"city\": 7, \"when\": []}}</tool_call> and more",
                "<tool_call>\n{\"name\": \"rm\", \"arguments\": \"{}\"}\n</tool_call><tool_call>{\"name\": \"get_weather\"}</tool_call> the",
                "<tool_call>{\"city\": 7}</tool_call>",
            ],
            "Mistral" =>
            [
                "Sure. [TOOL_CALLS] [{\"name\": \"get_weather\", \"arguments\": {\"city\": 7}}] then [TOOL_CALLS]get_weather[ARGS]{\"city\": 7}",
                "[TOOL_CALLS]get_weather{\"when\": 1} the [TOOL_CALLS]f{}",
                "[TOOL_CALLS][]",
            ],
            _ =>
            [
                "{\"name\": \"get_weather\", \"parameters\": {\"city\": 7}}; {\"name\": \"get_weather\", \"parameters\": []}",
                "<|python_tag|>{\"city\": 7}; {\"name\": \"rm\"}",
                "the <|python_tag|>{\"name\": \"get_weather\", \"arguments\": {}} the",
            ],
        };
        var random = new Random(3);
        for (var round = 0; round < 60; round++)
        {
            var writer = new StubbornWriter(ToolCallGrammar.Allow(Syntax(form), Tools, isParallel: true));
            var text = writer.Write(wishes[round % wishes.Length], random);
            var calls = Parse(form, text);
            Assert.NotEmpty(calls);
            Assert.All(calls, Check);
            Assert.Equal(calls, ParsePieces(form, text, random));
            Assert.True(writer.IsComplete && writer.Allows(StubbornWriter.End));
        }
    }

    [Theory]
    [InlineData("Hermes", "<tool_call>{\"name\":\"note\",\"arguments\":{}}</tool_call>")]
    [InlineData("Mistral", "[TOOL_CALLS]note{}")]
    [InlineData("Llama3", "the<|python_tag|>{\"name\":\"note\",\"parameters\":{}}")]
    public void Allow_FreeText_HasNoMask(string form, string call)
    {
        var writer = new StubbornWriter(ToolCallGrammar.Allow(Syntax(form), Tools, isParallel: true));
        if (form == "Llama3")
        {
            // An answer of this form that begins with a brace is a call.
            Assert.False(writer.AllowsAll());
            Assert.True(writer.Allows(StubbornWriter.Silent));
        }

        writer.Accept(StubbornWriter.TokenOf(" the"));
        Assert.True(writer.AllowsAll());
        writer.Accept(StubbornWriter.Silent);
        Assert.True(writer.AllowsAll());
        Write(writer, call);
        Assert.True(writer.AllowsAll());
        Assert.Equal(20, Spell(writer, new string('x', 20)));
    }

    [Fact]
    public void Allow_TokenOverTheBorderOfACall_IsMeasuredByWhatItBegins()
    {
        var writer = new StubbornWriter(ToolCallGrammar.Allow(ToolCallSyntax.Hermes, Tools, isParallel: true));
        writer.Accept(StubbornWriter.TokenOf("<tool"));
        Assert.True(writer.Allows(StubbornWriter.TokenOf("_call>{\"")));
        Assert.True(writer.Allows(StubbornWriter.TokenOf("_call>\n{\"name\": \"")));
        writer = new StubbornWriter(ToolCallGrammar.Allow(ToolCallSyntax.Mistral, Tools, isParallel: true));
        writer.Accept(StubbornWriter.TokenOf("[TOOL"));
        Assert.True(writer.Allows(StubbornWriter.TokenOf("_CALLS] [")));
        Write(writer, "_CALL");
        Assert.True(writer.Allows(StubbornWriter.TokenOf("]f")));
        Assert.True(writer.Allows(StubbornWriter.TokenOf("S]get_weather{\"")));
        Write(writer, "S");
        Assert.False(writer.Allows(StubbornWriter.TokenOf("]f")));
        Assert.False(writer.AllowsAll());
        writer.Accept(StubbornWriter.TokenOf(" the"));
        Assert.True(writer.AllowsAll());
    }

    [Fact]
    public void Allow_InsideACall_NothingSilentComes()
    {
        var writer = new StubbornWriter(ToolCallGrammar.Allow(ToolCallSyntax.Hermes, Tools, isParallel: true));
        writer.Accept(StubbornWriter.TokenOf("<tool_call>"));
        Assert.False(writer.Allows(StubbornWriter.Silent));
        Assert.False(writer.Allows(StubbornWriter.End));
    }

    private static int Spell(StubbornWriter writer, string text)
    {
        var free = 0;
        foreach (var letter in text)
        {
            free += writer.AllowsAll() ? 1 : 0;
            writer.Accept(StubbornWriter.TokenOf(letter.ToString()));
        }

        return free;
    }

    private static void Write(StubbornWriter writer, string text) => Spell(writer, text);

    private static ToolDefinition Tool(string name, string schema) =>
        new(name, JsonDocument.Parse("{}").RootElement) { Parameters = JsonDocument.Parse(schema).RootElement };

    private static ToolCallSyntax Syntax(string form) => form switch
    {
        "Hermes" => ToolCallSyntax.Hermes,
        "Mistral" => ToolCallSyntax.Mistral,
        _ => ToolCallSyntax.Llama3,
    };

    private static ToolCall[] Parse(string form, string text) =>
        [.. ToolCallParser.Parse(Syntax(form).Format, text).Select(static part => part.Call).OfType<ToolCall>()];

    private static ToolCall[] ParsePieces(string form, string text, Random random)
    {
        var parser = new ToolCallParser(Syntax(form).Format);
        List<ToolCallPart> parts = [];
        for (var at = 0; at < text.Length;)
        {
            var length = Math.Min(random.Next(1, 9), text.Length - at);
            parts.AddRange(parser.Append(text.Substring(at, length)));
            at += length;
        }

        parts.AddRange(parser.Complete());
        return [.. parts.Select(static part => part.Call).OfType<ToolCall>()];
    }

    private static void Check(ToolCall call)
    {
        using var arguments = JsonDocument.Parse(call.Arguments);
        if (call.Name == "get_weather")
        {
            Assert.Equal(
                [("city", JsonValueKind.String), ("days", JsonValueKind.Number)],
                arguments.RootElement.EnumerateObject().Select(static one => (one.Name, one.Value.ValueKind)));
            return;
        }

        Assert.Equal("note", call.Name);
        Assert.Equal(JsonValueKind.Object, arguments.RootElement.ValueKind);
    }

    private static bool Takes(string form, string text, bool isParallel)
    {
        var automaton = new GrammarAutomaton(
            ByteGraphBuilder.Build(ToolCallGrammar.Allow(Syntax(form), Tools, isParallel)));
        var position = automaton.Start;
        foreach (var value in Encoding.UTF8.GetBytes(text))
        {
            position = automaton.Step(position, value);
        }

        return position.IsComplete;
    }
}

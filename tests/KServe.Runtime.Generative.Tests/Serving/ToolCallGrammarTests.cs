using System.Text;
using System.Text.Json;
using KServe.Runtime.Generative.Grammars;
using KServe.Runtime.Generative.Serving.ToolCalls;
using KServe.Runtime.Generative.Tools;

namespace KServe.Runtime.Generative.Tests.Serving;

public sealed class ToolCallGrammarTests
{
    private static readonly ToolDefinition[] Tools =
    [
        Tool("get_weather", """{"type":"object","properties":{"city":{"$ref":"#/$defs/c"}},"required":["city"],"$defs":{"c":{"type":"string"}}}"""),
        Tool("add", """{"type":"object","properties":{"a":{"type":"integer"},"b":{"type":"integer"}},"required":["a","b"]}"""),
        new("ping", JsonDocument.Parse("{}").RootElement),
    ];

    [Theory]
    [InlineData("Hermes", """<tool_call>{"name":"get_weather","arguments":{"city":"Rome"}}</tool_call>""", 1)]
    [InlineData("Hermes", "<tool_call>\n{\"name\": \"add\", \"arguments\": {\"a\": 1, \"b\": 2}}\n</tool_call>\n<tool_call>{\"name\":\"ping\",\"arguments\":{}}</tool_call>", 2)]
    [InlineData("Mistral", """[TOOL_CALLS] [{"name":"add","arguments":{"a":1,"b":-2}},{"name":"ping","arguments":{"x":1}}]""", 2)]
    [InlineData("Llama3", """{"name": "get_weather", "parameters": {"city": "Rome"}}""", 1)]
    public void Build_CallsOfTheForm_AreTakenAndRead(string form, string text, int calls)
    {
        Assert.True(Takes(form, text, isParallel: true));
        Assert.Equal(calls > 1 ? false : true, Takes(form, text, isParallel: false));
        var parts = ToolCallParser.Parse(Syntax(form).Format, text);
        Assert.Equal(calls, parts.Count(static part => part.Call is not null));
    }

    [Theory]
    [InlineData("Hermes", "Hello")]
    [InlineData("Hermes", """<tool_call>{"name":"other","arguments":{}}</tool_call>""")]
    [InlineData("Hermes", """<tool_call>{"name":"add","arguments":{"a":1}}</tool_call>""")]
    [InlineData("Hermes", """<tool_call>{"name":"get_weather","arguments":{"city":3}}</tool_call>""")]
    [InlineData("Llama3", """{"name": "get_weather", "arguments": {"city": "Rome"}}""")]
    [InlineData("Mistral", "[TOOL_CALLS] []")]
    public void Build_AnythingElse_IsNotTaken(string form, string text) => Assert.False(Takes(form, text, isParallel: true));

    [Theory]
    [InlineData("{{ x }}[TOOL_CALLS]", "Mistral")]
    [InlineData("a <tool_call> b", "Hermes")]
    [InlineData("<|start_header_id|>", "Llama3")]
    [InlineData("nothing", "Hermes")]
    public void Of_Template_TellsTheForm(string template, string form) =>
        Assert.Same(Syntax(form), ToolCallSyntax.Of(template));

    private static ToolDefinition Tool(string name, string schema) =>
        new(name, JsonDocument.Parse("{}").RootElement) { Parameters = JsonDocument.Parse(schema).RootElement };

    private static ToolCallSyntax Syntax(string form) => form switch
    {
        "Hermes" => ToolCallSyntax.Hermes,
        "Mistral" => ToolCallSyntax.Mistral,
        _ => ToolCallSyntax.Llama3,
    };

    private static bool Takes(string form, string text, bool isParallel)
    {
        var automaton = new GrammarAutomaton(
            ByteGraphBuilder.Build(ToolCallGrammar.Require(Syntax(form), Tools, isParallel)));
        var position = automaton.Start;
        foreach (var value in Encoding.UTF8.GetBytes(text))
        {
            position = automaton.Step(position, value);
        }

        return position.IsComplete;
    }
}

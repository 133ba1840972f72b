using System.Globalization;
using System.Text.Json;
using KServe.Runtime.Generative.Grammars;
using KServe.Runtime.Generative.Tools;

namespace KServe.Runtime.Generative.Serving.ToolCalls;

/// <summary>Makes the grammars of answers that call tools.</summary>
internal static class ToolCallGrammar
{
    private const int MaxCalls = 16;
    private const string Root = "root";
    private const string CallRule = "call";

    /// <summary>Gets the rules of an answer that is calls: at least one, with arguments by its tool's schema.</summary>
    /// <param name="syntax">The form of the calls.</param>
    /// <param name="tools">The tools.</param>
    /// <param name="isParallel">Whether there may be more than one call.</param>
    /// <param name="onlyStrict">Whether tools that are not strict take any object.</param>
    /// <exception cref="InferenceException">A schema is wrong or not supported.</exception>
    public static GrammarRules Require(
        ToolCallSyntax syntax, IReadOnlyList<ToolDefinition> tools, bool isParallel, bool onlyStrict = false)
    {
        var rules = AddCalls(syntax, tools, onlyStrict);
        rules[Root] = All(syntax, GrammarNode.Rule(CallRule), isParallel);
        return new GrammarRules(rules, Root);
    }

    /// <summary>Gets the rules of an answer that is free text with calls in it where the model likes.</summary>
    /// <remarks>
    /// What begins a call is what <see cref="ToolCallParser"/> takes for one. From there on the text is a call of one
    /// of the tools, whose arguments are by the schema where the tool is strict, and any object where it is not.
    /// </remarks>
    /// <inheritdoc cref="Require"/>
    public static GrammarRules Allow(ToolCallSyntax syntax, IReadOnlyList<ToolDefinition> tools, bool isParallel)
    {
        var rules = AddCalls(syntax, tools, onlyStrict: true);
        var call = GrammarNode.Rule(CallRule);
        var space = GrammarNode.Rule(JsonRules.Space);
        var marker = syntax.Markers[0];
        rules[Root] = syntax.Format switch
        {
            ToolCallFormat.Llama3 => new LeadingNode(marker, call, isParallel),
            ToolCallFormat.Mistral => new MarkedNode(marker, AfterMark(rules, tools, call, isParallel), isParallel),
            _ => new MarkedNode(
                marker, GrammarNode.Sequence(space, call, space, GrammarNode.Text(syntax.End!)), isParallel),
        };
        return new GrammarRules(rules, Root);
    }

    private static Dictionary<string, GrammarNode> AddCalls(
        ToolCallSyntax syntax, IReadOnlyList<ToolDefinition> tools, bool onlyStrict)
    {
        var rules = JsonRules.Create();
        List<GrammarNode> calls = [];
        for (var i = 0; i < tools.Count; i++)
        {
            var arguments = NameOf(i);
            rules[arguments] = GrammarNode.Rule(JsonRules.Object);
            if (tools[i].Parameters is { } schema && (tools[i].IsStrict || !onlyStrict))
            {
                AddSchema(rules, schema, arguments);
            }

            calls.Add(Call(syntax, tools[i], GrammarNode.Rule(arguments)));
        }

        rules[CallRule] = GrammarNode.Choice(calls);
        return rules;
    }

    private static string NameOf(int tool) => string.Create(CultureInfo.InvariantCulture, $"tool-{tool}-{Root}");

    private static void AddSchema(Dictionary<string, GrammarNode> rules, JsonElement schema, string name)
    {
        foreach (var (rule, node) in JsonSchemaCompiler.Compile(schema, name[..^Root.Length]))
        {
            rules[rule] = node;
        }
    }

    private static GrammarNode Call(ToolCallSyntax syntax, ToolDefinition tool, GrammarNode arguments)
    {
        var space = GrammarNode.Rule(JsonRules.Space);
        var isFunction = syntax.Format == ToolCallFormat.Llama3
            ? GrammarNode.Optional(GrammarNode.Sequence(
                Field("type", GrammarNode.Text("\"function\"")), JsonRules.Comma()))
            : GrammarNode.Empty;
        return GrammarNode.Sequence(
            GrammarNode.Text("{"), space, isFunction, Field("name", GrammarNode.Text(JsonRules.Quote(tool.Name))),
            JsonRules.Comma(), Field(syntax.ArgumentsName, arguments), space, GrammarNode.Text("}"));
    }

    private static GrammarNode Field(string name, GrammarNode value)
    {
        var space = GrammarNode.Rule(JsonRules.Space);
        return GrammarNode.Sequence(GrammarNode.Text($"\"{name}\""), space, GrammarNode.Text(":"), space, value);
    }

    private static GrammarNode All(ToolCallSyntax syntax, GrammarNode call, bool isParallel)
    {
        if (syntax.Format == ToolCallFormat.Mistral)
        {
            return GrammarNode.Sequence(
                GrammarNode.Text(syntax.Start), GrammarNode.Optional(GrammarNode.Text(" ")), List(call, isParallel));
        }

        if (syntax.End is null)
        {
            // Several objects would need a separator that not all models know: one call is what all write.
            return call;
        }

        var line = GrammarNode.Optional(GrammarNode.Text("\n"));
        var one = GrammarNode.Sequence(
            GrammarNode.Text(syntax.Start), line, call, line, GrammarNode.Text(syntax.End));
        return GrammarNode.Sequence(
            one, GrammarNode.Repeat(GrammarNode.Sequence(line, one), 0, isParallel ? MaxCalls - 1 : 0));
    }

    // Older models write a list, newer ones a name and its arguments.
    private static GrammarNode AfterMark(
        Dictionary<string, GrammarNode> rules, IReadOnlyList<ToolDefinition> tools, GrammarNode call, bool isParallel)
    {
        var space = GrammarNode.Rule(JsonRules.Space);
        rules["named"] = GrammarNode.Choice([.. tools.Select((tool, i) => GrammarNode.Sequence(
            GrammarNode.Text(tool.Name), GrammarNode.Optional(GrammarNode.Text("[ARGS]")), space,
            GrammarNode.Rule(NameOf(i))))]);
        return GrammarNode.Sequence(
            space, GrammarNode.Choice(List(call, isParallel), GrammarNode.Rule("named")));
    }

    private static GrammarNode List(GrammarNode call, bool isParallel) =>
        JsonRules.Enclose("[", call, "]", 1, isParallel ? MaxCalls : 1);
}

using System.Globalization;
using System.Text;
using KServe.Runtime.Generative.Grammars;
using KServe.Runtime.Generative.Tools;

namespace KServe.Runtime.Generative.Serving.ToolCalls;

/// <summary>Makes the grammar of an answer that has to call tools.</summary>
internal static class ToolCallGrammar
{
    private const int MaxCalls = 16;
    private const string Root = "root";

    /// <summary>Gets what names the grammar of some tools.</summary>
    public static string GetKey(ToolCallSyntax syntax, IReadOnlyList<ToolDefinition> tools, bool isParallel)
    {
        var key = new StringBuilder("tools\n").Append(syntax.Start).Append(isParallel);
        foreach (var tool in tools)
        {
            key.Append('\n').Append(tool.Name).Append(tool.Parameters?.GetRawText());
        }

        return key.ToString();
    }

    /// <summary>Builds the grammar: at least one call of one of the tools, with arguments after its schema.</summary>
    /// <exception cref="InferenceException">A schema is wrong or not supported.</exception>
    public static ByteGraph Build(ToolCallSyntax syntax, IReadOnlyList<ToolDefinition> tools, bool isParallel)
    {
        var rules = JsonRules.Create();
        List<GrammarNode> calls = [];
        for (var i = 0; i < tools.Count; i++)
        {
            calls.Add(Call(syntax, tools[i], AddArguments(rules, tools[i], i)));
        }

        rules["call"] = GrammarNode.Choice(calls);
        rules[Root] = All(syntax, GrammarNode.Rule("call"), isParallel);
        return ByteGraphBuilder.Build(rules, Root);
    }

    private static RuleNode AddArguments(Dictionary<string, GrammarNode> rules, ToolDefinition tool, int index)
    {
        if (tool.Parameters is not { } schema)
        {
            return new RuleNode(JsonRules.Object);
        }

        var prefix = string.Create(CultureInfo.InvariantCulture, $"tool-{index}-");
        foreach (var (name, node) in JsonSchemaCompiler.Compile(schema, prefix))
        {
            rules[name] = node;
        }

        return new RuleNode(prefix + Root);
    }

    private static GrammarNode Call(ToolCallSyntax syntax, ToolDefinition tool, GrammarNode arguments)
    {
        var space = GrammarNode.Rule(JsonRules.Space);
        return GrammarNode.Sequence(
            GrammarNode.Text("{"), space, GrammarNode.Text("\"name\""), space, GrammarNode.Text(":"), space,
            GrammarNode.Text(JsonRules.Quote(tool.Name)), JsonRules.Comma(),
            GrammarNode.Text($"\"{syntax.ArgumentsName}\""), space, GrammarNode.Text(":"), space, arguments, space,
            GrammarNode.Text("}"));
    }

    private static GrammarNode All(ToolCallSyntax syntax, GrammarNode call, bool isParallel)
    {
        var more = isParallel ? MaxCalls - 1 : 0;
        if (syntax.Format == ToolCallFormat.Mistral)
        {
            return GrammarNode.Sequence(
                GrammarNode.Text(syntax.Start),
                GrammarNode.Optional(GrammarNode.Text(" ")),
                JsonRules.Enclose("[", call, "]", 1, more + 1));
        }

        if (syntax.End is null)
        {
            // Several objects would need a separator that not all models know: one call is what all write.
            return call;
        }

        var line = GrammarNode.Optional(GrammarNode.Text("\n"));
        var one = GrammarNode.Sequence(
            GrammarNode.Text(syntax.Start), line, call, line, GrammarNode.Text(syntax.End));
        return GrammarNode.Sequence(one, GrammarNode.Repeat(GrammarNode.Sequence(line, one), 0, more));
    }
}

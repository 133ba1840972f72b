namespace KServe.Runtime.Generative.Grammars;

/// <summary>Turns what a client asks for into the graph of a grammar.</summary>
internal static class GrammarReader
{
    private const string Root = "root";

    /// <summary>Reads a constraint.</summary>
    /// <exception cref="InferenceException">It is wrong, not supported or too large.</exception>
    public static ByteGraph Read(OutputConstraint constraint)
    {
        if (constraint.Definition.Length > GrammarLimits.DefinitionLength)
        {
            throw GrammarLimits.Wrong(
                $"The definition has more than {GrammarLimits.DefinitionLength} characters.");
        }

        return constraint.Kind switch
        {
            OutputConstraintKind.JsonObject => ByteGraphBuilder.Build(JsonRules.Create(), JsonRules.Object),
            OutputConstraintKind.JsonSchema => ByteGraphBuilder.Build(
                JsonSchemaCompiler.Compile(constraint.Definition), Root),
            OutputConstraintKind.Regex => Build(RegexParser.Parse(constraint.Definition)),
            OutputConstraintKind.Grammar => ByteGraphBuilder.Build(EbnfParser.Parse(constraint.Definition), Root),
            _ => Build(GrammarNode.Choice([.. constraint.Choices.Select(GrammarNode.Text)])),
        };
    }

    /// <summary>Builds the graph of one node.</summary>
    public static ByteGraph Build(GrammarNode node) => ByteGraphBuilder.Build(
        new Dictionary<string, GrammarNode>(StringComparer.Ordinal) { [Root] = node }, Root);
}

namespace KServe.Runtime.Generative.Grammars;

/// <summary>Turns what a client asks for into the graph of a grammar.</summary>
internal static class GrammarReader
{
    private const string Root = "root";

    /// <summary>Reads a constraint.</summary>
    /// <exception cref="InferenceException">It is wrong, not supported or too large.</exception>
    public static ByteGraph Read(OutputConstraint constraint) => ByteGraphBuilder.Build(ReadRules(constraint));

    /// <summary>Reads the rules of a constraint.</summary>
    /// <exception cref="InferenceException">It is wrong or not supported.</exception>
    public static GrammarRules ReadRules(OutputConstraint constraint)
    {
        if (constraint.Definition.Length > GrammarLimits.DefinitionLength)
        {
            throw GrammarLimits.Wrong(
                $"The definition has more than {GrammarLimits.DefinitionLength} characters.");
        }

        return constraint.Kind switch
        {
            OutputConstraintKind.JsonObject => new GrammarRules(JsonRules.Create(), JsonRules.Object),
            OutputConstraintKind.JsonSchema => new GrammarRules(
                JsonSchemaCompiler.Compile(constraint.Definition), Root),
            OutputConstraintKind.Regex => GrammarRules.Of(RegexParser.Parse(constraint.Definition)),
            OutputConstraintKind.Grammar => new GrammarRules(EbnfParser.Parse(constraint.Definition), Root),
            _ => GrammarRules.Of(GrammarNode.Choice([.. constraint.Choices.Select(GrammarNode.Text)])),
        };
    }

    /// <summary>Builds the graph of one node.</summary>
    public static ByteGraph Build(GrammarNode node) => ByteGraphBuilder.Build(GrammarRules.Of(node));
}

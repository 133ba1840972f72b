namespace KServe.Runtime.Generative.Grammars;

/// <summary>The rules of one grammar.</summary>
/// <param name="Rules">The rules by name.</param>
/// <param name="Root">The rule to begin with.</param>
internal sealed record GrammarRules(IReadOnlyDictionary<string, GrammarNode> Rules, string Root)
{
    /// <summary>Gets a grammar of one rule.</summary>
    public static GrammarRules Of(GrammarNode node)
    {
        const string Name = "root";
        return new GrammarRules(new Dictionary<string, GrammarNode>(StringComparer.Ordinal) { [Name] = node }, Name);
    }
}

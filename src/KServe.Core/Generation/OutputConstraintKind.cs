namespace KServe;

/// <summary>Names the ways to constrain a text.</summary>
public enum OutputConstraintKind
{
    /// <summary>Any JSON object.</summary>
    JsonObject,

    /// <summary>JSON after a schema.</summary>
    JsonSchema,

    /// <summary>What a regular expression matches as a whole.</summary>
    Regex,

    /// <summary>One of some texts.</summary>
    Choice,

    /// <summary>What an EBNF grammar derives.</summary>
    Grammar,
}

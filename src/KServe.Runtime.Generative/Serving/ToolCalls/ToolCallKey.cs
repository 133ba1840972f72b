using System.Text;

namespace KServe.Runtime.Generative.Serving.ToolCalls;

/// <summary>Names the grammars of tools.</summary>
internal static class ToolCallKey
{
    /// <summary>Gets what names the grammar of some tools.</summary>
    /// <param name="kind">What kind of grammar it is.</param>
    /// <param name="tools">The tools.</param>
    /// <param name="isParallel">Whether there may be more than one call.</param>
    public static string Of(string kind, IReadOnlyList<ToolDefinition> tools, bool isParallel)
    {
        var key = new StringBuilder(kind).Append('\n').Append(isParallel);
        foreach (var tool in tools)
        {
            key.Append('\n').Append(tool.Name).Append(' ').Append(tool.IsStrict)
                .Append(tool.Parameters?.GetRawText());
        }

        return key.ToString();
    }
}

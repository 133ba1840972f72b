using System.Runtime.CompilerServices;

namespace KServe.Kernels.Images;

/// <summary>Checks the spans of image kernels.</summary>
internal static class Spans
{
    /// <summary>Throws unless a span has a length, or more.</summary>
    public static void RequireLength(
        int length,
        long needed,
        [CallerArgumentExpression(nameof(length))] string name = "")
    {
        if (length < needed)
        {
            throw new ArgumentException($"At least {needed} elements are needed, got {length}.", Name(name));
        }
    }

    /// <summary>Throws unless two spans have the same length.</summary>
    public static void RequireSame(
        int length,
        int other,
        [CallerArgumentExpression(nameof(length))] string name = "")
    {
        if (length != other)
        {
            throw new ArgumentException($"{other} elements are needed, got {length}.", Name(name));
        }
    }

    private static string Name(string expression) => expression.Split('.')[0];
}

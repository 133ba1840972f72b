using System.Runtime.InteropServices;

namespace KServe.Runtime.Generative.Tokenization.Text;

/// <summary>A part of a text, in UTF-16 units.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TextRange(int Start, int End)
{
    /// <summary>Gets the number of units.</summary>
    public int Length => End - Start;
}

using System.Runtime.InteropServices;

namespace KServe.Runtime.Generative.Grammars;

/// <summary>One way in which a text has been derived so far: a state, and what comes behind its rule.</summary>
/// <param name="State">The state.</param>
/// <param name="Frame">The stack of states to come back to; 0 for none.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct GrammarItem(int State, int Frame) : IComparable<GrammarItem>
{
    public int CompareTo(GrammarItem other) =>
        State != other.State ? State.CompareTo(other.State) : Frame.CompareTo(other.Frame);
}

using System.Text;

namespace KServe.Runtime.Generative.Grammars;

/// <summary>Any text; but a brace at its start begins a part, and so does a marker.</summary>
/// <remarks>
/// Blank space may stand in front. Behind a part that began the text another one may come, with blank space or
/// semicolons between them; once there is other text, only the marker begins one.
/// </remarks>
/// <param name="marker">The marker.</param>
/// <param name="part">The part; it begins with a brace.</param>
/// <param name="repeats">Whether there may be several parts.</param>
internal sealed class LeadingNode(string marker, GrammarNode part, bool repeats) : GrammarNode
{
    private readonly byte[] _marker = Encoding.UTF8.GetBytes(marker);

    /// <summary>Gets what may stand in front of a part that begins the text.</summary>
    public static string Blanks => " \t\r\n";

    public override void Emit(ByteGraphBuilder graph, int from, int to)
    {
        var (inText, behindInText) = AddPart(graph);
        var (leading, behindLeading) = AddPart(graph);
        var text = new FreeText(graph, marker, AddBlanks(graph, inText), to);
        graph.AddEmpty(from, AddStart(graph, text, leading, Blanks, to));
        if (repeats)
        {
            graph.AddEmpty(behindInText, text.Start);
            graph.AddEmpty(behindLeading, AddStart(graph, text, leading, Blanks + ";", to));
            return;
        }

        var rest = new FreeText(graph, marker, FreeText.None, to);
        graph.AddEmpty(behindInText, rest.Start);
        graph.AddEmpty(behindLeading, AddStart(graph, rest, FreeText.None, Blanks + ";", to));
    }

    private (int Begin, int End) AddPart(ByteGraphBuilder graph)
    {
        var (begin, end) = (graph.AddState(), graph.AddState());
        part.Emit(graph, begin, end);
        return (begin, end);
    }

    private static int AddBlanks(ByteGraphBuilder graph, int to)
    {
        var state = graph.AddState();
        Rule(JsonRules.Space).Emit(graph, state, to);
        return state;
    }

    // The states at the start of the text: nothing but blank space, and perhaps some of the marker.
    private int AddStart(ByteGraphBuilder graph, FreeText text, int begin, string blanks, int to)
    {
        int[] states = [.. _marker.Select(_ => graph.AddFreeState())];
        var behind = FreeText.None;
        if (begin != FreeText.None)
        {
            behind = AddBlanks(graph, begin);
            graph.AddEmpty(states[0], begin);
        }

        var targets = new int[256];
        for (var length = 0; length < states.Length; length++)
        {
            for (var value = 0; value < targets.Length; value++)
            {
                targets[value] = text.Leave(length, (byte)value);
            }

            targets[_marker[length]] = length + 1 < states.Length ? states[length + 1] : behind;
            if (length == 0)
            {
                targets['{'] = FreeText.None;
                foreach (var blank in blanks)
                {
                    targets[blank] = states[0];
                }
            }

            FreeText.Connect(graph, states[length], targets);
            graph.AddEmpty(states[length], to);
        }

        return states[0];
    }
}

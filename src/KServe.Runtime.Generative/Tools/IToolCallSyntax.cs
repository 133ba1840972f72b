using System.Text;

namespace KServe.Runtime.Generative.Tools;

/// <summary>How calls begin and end in one format.</summary>
internal interface IToolCallSyntax
{
    /// <summary>Looks for the start of a call.</summary>
    /// <param name="text">The text that is not yet given out.</param>
    /// <param name="isAtStart">Whether no text was given out before.</param>
    /// <param name="isComplete">Whether nothing follows.</param>
    /// <param name="certain">How much at the start of the text is certainly no call.</param>
    /// <returns>0 if a call starts the text; anything else if not, or not surely.</returns>
    int FindStart(string text, bool isAtStart, bool isComplete, out int certain);

    /// <summary>Tells whether a call that was open may have ended since.</summary>
    bool MayHaveEnded(StringBuilder text, int from);

    /// <summary>Looks for the end of the call that starts a text.</summary>
    /// <returns>Where it ends; -1 while it has not.</returns>
    int FindEnd(string text, bool isComplete, out List<ToolCall>? calls);

    /// <summary>Gets how much of a text that proved to be no call is then certainly text.</summary>
    int OpeningLength(string text);
}

using System.Buffers;

namespace KServe.Runtime.Generative.Engine;

/// <summary>Turns the tokens of one answer into text, piece by piece.</summary>
/// <remarks>Called by the step loop alone.</remarks>
internal interface ITextDecoder
{
    /// <summary>Reads a token and writes the text that is complete with it.</summary>
    void Append(int token, IBufferWriter<char> text);

    /// <summary>Writes what is left at the end.</summary>
    void Finish(IBufferWriter<char> text);
}

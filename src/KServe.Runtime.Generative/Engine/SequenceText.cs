using System.Buffers;
using KServe.Runtime.Generative.Sampling;

namespace KServe.Runtime.Generative.Engine;

/// <summary>The text of one answer on its way to the client: decoded, and searched for stop texts.</summary>
internal sealed class SequenceText(ITextDecoder decoder, StopMatcher? stops, int minTokens)
{
    private readonly ArrayBufferWriter<char> _piece = new();

    /// <summary>Gets the stop text that ended the answer; null for none.</summary>
    public string? StopText => stops?.Found;

    /// <summary>Reads a token.</summary>
    /// <param name="token">The token.</param>
    /// <param name="outputCount">How many tokens the answer has with it.</param>
    /// <param name="released">Takes the text that belongs to the answer for sure.</param>
    /// <returns>True when a stop text was found.</returns>
    public bool Append(int token, int outputCount, IBufferWriter<char> released)
    {
        if (stops is null)
        {
            decoder.Append(token, released);
            return false;
        }

        _piece.ResetWrittenCount();
        decoder.Append(token, _piece);
        if (outputCount > minTokens || minTokens == 0)
        {
            return stops.Append(_piece.WrittenSpan, released);
        }

        stops.Skip(_piece.WrittenSpan, released);
        return false;
    }

    /// <summary>Passes on what is left.</summary>
    /// <returns>True when a stop text was found in it.</returns>
    public bool Finish(IBufferWriter<char> released)
    {
        if (stops is null)
        {
            decoder.Finish(released);
            return false;
        }

        _piece.ResetWrittenCount();
        decoder.Finish(_piece);
        if (stops.Append(_piece.WrittenSpan, released))
        {
            return true;
        }

        stops.Flush(released);
        return false;
    }
}

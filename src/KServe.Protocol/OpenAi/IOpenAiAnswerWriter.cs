using System.Buffers;

namespace KServe.Protocol;

/// <summary>Writes the answer to one request, whole or as server-sent events.</summary>
/// <remarks>
/// <see cref="OpenAiJson.CreateWriter"/> makes it. An answer is either gathered by <see cref="Add"/> and written by
/// <see cref="WriteWhole"/>, or written by <see cref="WriteEvents"/> and ended by <see cref="WriteEnd"/> or
/// <see cref="WriteFailure"/>. Not safe for concurrent use; one for each request.
/// </remarks>
public interface IOpenAiAnswerWriter : IDisposable
{
    /// <summary>Adds an update to the whole answer.</summary>
    /// <param name="update">The update.</param>
    void Add(TextGenerationUpdate update);

    /// <summary>Writes the whole answer.</summary>
    /// <param name="destination">Takes the JSON.</param>
    void WriteWhole(IBufferWriter<byte> destination);

    /// <summary>Writes the events of one update.</summary>
    /// <param name="destination">Takes the events.</param>
    /// <param name="update">The update.</param>
    /// <returns><see langword="true"/> if the update says anything yet, and something was written.</returns>
    bool WriteEvents(IBufferWriter<byte> destination, TextGenerationUpdate update);

    /// <summary>Writes the events behind the last update.</summary>
    /// <param name="destination">Takes the events.</param>
    void WriteEnd(IBufferWriter<byte> destination);

    /// <summary>Writes the events of an answer that fails after it has begun, and ends it.</summary>
    /// <param name="destination">Takes the events.</param>
    /// <param name="status">The HTTP status that the failure would have had.</param>
    /// <param name="message">What was wrong.</param>
    /// <param name="parameter">The field that was wrong; <see langword="null"/> for none.</param>
    /// <param name="reason">The reason for programs; one that fits the status when left out.</param>
    void WriteFailure(
        IBufferWriter<byte> destination,
        int status,
        string message,
        string? parameter = null,
        string? reason = null);
}

namespace KServe.Runtime.Files;

/// <summary>Bounds what a file's sets may take in memory: a short list can stand for a long row of bits.</summary>
/// <param name="fileLength">The size of the file in bytes.</param>
internal sealed class SetBudget(long fileLength)
{
    private const int FreeBytes = 16 * 1024 * 1024;
    private const int TimesFile = 16;

    private long _bytes = FreeBytes + (TimesFile * fileLength);

    /// <summary>Takes memory.</summary>
    /// <exception cref="InvalidDataException">The sets would be many times larger than the file.</exception>
    public void Take(long bytes)
    {
        _bytes -= bytes;
        if (_bytes < 0)
        {
            throw new InvalidDataException($"sets and leaves would take more than {TimesFile} times the file's size");
        }
    }
}

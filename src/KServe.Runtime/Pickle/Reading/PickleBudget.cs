namespace KServe.Runtime.Pickle.Reading;

/// <summary>Keeps memory and work within a multiple of the bytes that a pickle has.</summary>
/// <remarks>
/// An opcode of one byte makes an object of many, or copies a large one that the memo holds: a file of nothing else
/// would fill the memory, or never end.
/// </remarks>
internal sealed class PickleBudget
{
    private const long Free = 64 * 1024 * 1024;
    private const int PerByte = 24;

    private long _used;

    /// <summary>Adds an object, or work, to what was done so far.</summary>
    /// <param name="bytes">Its size, or the bytes that were walked, roughly.</param>
    /// <param name="consumed">How many bytes of the file were read.</param>
    /// <exception cref="InvalidDataException">The file is too small for all its objects.</exception>
    public void Charge(long bytes, long consumed)
    {
        _used += bytes;
        if (_used > Free && _used - Free > consumed * PerByte)
        {
            throw new InvalidDataException("a pickle makes more objects than its size allows");
        }
    }
}

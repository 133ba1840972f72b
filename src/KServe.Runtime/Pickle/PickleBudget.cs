namespace KServe.Runtime.Pickle;

/// <summary>Keeps the memory of what a pickle describes within a multiple of the bytes that describe it.</summary>
/// <remarks>An opcode of one byte makes an object of many; a file of nothing else would fill the memory.</remarks>
internal sealed class PickleBudget
{
    private const long Free = 64 * 1024 * 1024;
    private const int PerByte = 24;

    private long _used;

    /// <summary>Adds an object to what was made so far.</summary>
    /// <param name="bytes">Its size, roughly.</param>
    /// <param name="consumed">How many bytes of the file were read.</param>
    /// <exception cref="InvalidDataException">The file is too small for all its objects.</exception>
    public void Charge(int bytes, long consumed)
    {
        _used += bytes;
        if (_used > Free && _used - Free > consumed * PerByte)
        {
            throw new InvalidDataException("a pickle makes more objects than its size allows");
        }
    }
}

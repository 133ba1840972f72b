namespace KServe.Runtime.XGBoost;

/// <summary>Bounds the memory of all category sets of a file: a set is as long as its largest category is high.</summary>
internal sealed class CategoryBudget(long fileLength)
{
    private long _words = 4 * (1024 * 1024 + fileLength);

    /// <summary>Takes words of 32 bits.</summary>
    /// <exception cref="InvalidDataException">The sets would be many times larger than the file.</exception>
    public void Take(int words)
    {
        _words -= words;
        if (_words < 0)
        {
            throw new InvalidDataException("the sets of categories are many times larger than the file");
        }
    }
}

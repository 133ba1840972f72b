namespace KServe.Runtime.Sklearn.Preprocessing.Text;

/// <summary>Takes the terms of one document, in no particular order.</summary>
internal abstract class TermSink
{
    public abstract void Add(ReadOnlySpan<char> term);
}

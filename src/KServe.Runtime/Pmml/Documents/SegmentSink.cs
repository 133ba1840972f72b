namespace KServe.Runtime.Pmml.Documents;

/// <summary>Takes the segments of a big document one by one, so that their elements need not be kept.</summary>
internal abstract class SegmentSink
{
    /// <summary>Looks at an element that is complete.</summary>
    /// <param name="open">The elements around it, the outermost first, as far as they have been read.</param>
    /// <param name="element">The element.</param>
    /// <returns><see langword="true"/> when the document need not keep it.</returns>
    public abstract bool TryTake(List<PmmlElement> open, PmmlElement element);
}

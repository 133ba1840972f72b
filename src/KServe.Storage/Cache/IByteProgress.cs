namespace KServe.Storage.Cache;

/// <summary>Is told how far one file has come.</summary>
internal interface IByteProgress
{
    void Report(long bytesDone, long? bytesTotal, bool isEnd);
}

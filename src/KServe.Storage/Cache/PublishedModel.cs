namespace KServe.Storage.Cache;

internal readonly record struct PublishedModel(string Key, string Path);

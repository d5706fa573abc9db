namespace IntegrationFramework.IO;

/// <summary>What stands under a path, once symbolic links are followed.</summary>
internal enum FileKind
{
    /// <summary>Nothing, or nothing that can be looked at.</summary>
    None,

    /// <summary>This user may not look: a folder on the way forbids it.</summary>
    Forbidden,

    /// <summary>A regular file.</summary>
    File,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A named pipe: opening it waits for somebody at its other end.</summary>
    Pipe,

    /// <summary>A device.</summary>
    Device,

    /// <summary>The device that is always empty, <c>/dev/null</c>.</summary>
    NullDevice,

    /// <summary>A socket, or something else that only its own program can use.</summary>
    Socket,
}
